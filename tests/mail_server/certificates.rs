//! Certificates for the mail server of the tests, right ones and wrong ones.

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, date_time_ymd};
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};

/// What the server shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Certificate {
    #[default]
    Right,
    WrongName,
    Expired,
    /// From a root that the client has not been told of.
    Unknown,
    /// Vouches for itself, as a server makes one that has none.
    OwnMaking,
}

/// A certificate, its key, and the root that vouches for it.
pub(super) struct Chain {
    pub root: String,
    pub certificate: CertificateDer<'static>,
    key: Vec<u8>,
}

impl Chain {
    pub(super) fn new(kind: Certificate) -> Self {
        let mut about_root = CertificateParams::new(Vec::new()).expect("a root");
        about_root.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let root_key = KeyPair::generate().expect("a key");
        let root = about_root.self_signed(&root_key).expect("a root certificate");

        let names: Vec<String> = match kind {
            Certificate::WrongName => vec!["other.example".to_owned()],
            _ => vec!["localhost".to_owned(), "127.0.0.1".to_owned()],
        };
        let mut about = CertificateParams::new(names).expect("a certificate");
        if kind == Certificate::Expired {
            (about.not_before, about.not_after) = (date_time_ymd(2020, 1, 1), date_time_ymd(2021, 1, 1));
        }
        let key = KeyPair::generate().expect("a key");
        if kind == Certificate::OwnMaking {
            about.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
            let own = about.self_signed(&key).expect("signed");
            return Self { root: root.pem(), certificate: own.der().clone(), key: key.serialize_der() };
        }
        let issuer = Issuer::new(about_root, root_key);
        let certificate = about.signed_by(&key, &issuer).expect("signed");
        Self { root: root.pem(), certificate: certificate.der().clone(), key: key.serialize_der() }
    }

    pub(super) fn key(&self) -> PrivateKeyDer<'static> {
        PrivatePkcs8KeyDer::from(self.key.clone()).into()
    }
}
