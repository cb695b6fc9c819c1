//! Scrolling: where a list begins on the screen, a pure function of where it began, the selection and the height.

/// The first line shown so that lines `first..=last` (the selection) are visible, paging by half a screen at an
/// edge: scrolling by one line would send nearly the whole screen over the line for every key.
#[must_use]
pub fn offset(before: usize, first: usize, last: usize, height: usize, total: usize) -> usize {
    let height = height.max(1);
    let highest = total.saturating_sub(height);
    let half = (height / 2).max(1);
    let moved = if first < before {
        first.saturating_sub(half.min(height - 1))
    } else if last >= before + height {
        (last + 1 + half).saturating_sub(height).min(first)
    } else {
        before
    };
    // The top of the list is shown whole when the selection is on it.
    moved.min(highest).min(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_selection_is_always_visible() {
        for height in 1..12 {
            let mut top = 0;
            for step in 0..200_usize {
                let selected = (step * 7 + step / 3) % 40;
                top = offset(top, selected, selected, height, 40);
                assert!((top..top + height).contains(&selected), "{selected} in {top}..{}", top + height);
                assert!(top + height <= 40 || top == 0);
            }
        }
    }

    #[test]
    fn it_moves_by_half_a_screen_at_the_edge_only() {
        assert_eq!(offset(0, 9, 9, 10, 100), 0);
        assert_eq!(offset(0, 10, 10, 10, 100), 6);
        assert_eq!(offset(6, 5, 5, 10, 100), 0);
    }
}
