//! How the made-up people answer each question: shares, and how strongly mood and age move them.

/// Of one question.
#[derive(Debug, Clone, Copy)]
pub(super) struct Habit {
    /// Weights of the options in their order; of several allowed ones: how many of a hundred choose it.
    pub(super) shares: &'static [f64],
    /// How strongly being content moves the answer along its scores.
    pub(super) mood: f64,
    /// How strongly age moves it towards the last option; negative: towards the first.
    pub(super) age: f64,
}

const fn habit(shares: &'static [f64], mood: f64, age: f64) -> Habit {
    Habit { shares, mood, age }
}

/// The habit for an item. Rows of grids share the habit of their grid's axis, some with a turn of their own.
pub(super) fn of(code: &str) -> Habit {
    match code {
        "livable" => habit(&[24.0, 36.0, 22.0, 9.0, 4.0, 3.0], 0.45, 0.0),
        "stay" => habit(&[46.0, 29.0, 9.0, 4.0, 10.0], 0.3, -0.25),
        "info" => habit(&[8.5, 27.5, 33.0, 15.0, 7.0, 9.0], 0.4, 0.0),
        "voice" => habit(&[5.5, 20.5, 37.0, 17.0, 8.0, 12.0], 0.4, 0.0),
        "kouhou" => habit(&[44.0, 37.0, 11.0, 8.0], 0.0, -0.35),
        "website" => habit(&[6.0, 21.0, 28.0, 13.0, 5.0, 18.0, 9.0], 0.3, 0.2),
        "member" => habit(&[66.0, 29.0, 5.0], 0.0, -0.25),
        "activity" => habit(&[12.0, 27.0, 24.0, 37.0], 0.0, -0.15),
        "ties" => habit(&[10.0, 31.0, 31.0, 14.0, 7.0, 7.0], 0.35, 0.0),
        "interest" => habit(&[9.0, 35.0, 29.0, 19.0, 8.0], 0.15, -0.2),
        "partner" => habit(&[4.0, 21.0, 41.0, 15.0, 7.0, 12.0], 0.4, 0.0),
        "online" => habit(&[24.0, 31.0, 45.0], 0.0, 0.3),
        "household" => habit(&[22.0, 36.0, 31.0, 5.0, 6.0], 0.0, -0.1),
        "priorities" => several(&[31.0, 46.0, 27.0, 52.0, 14.0, 35.0, 22.0, 9.0, 3.0]),
        "kouhou_parts" => several(&[34.0, 71.0, 38.0, 17.0, 44.0, 40.0, 2.0]),
        "sources" => several(&[68.0, 24.0, 19.0, 41.0, 22.0, 27.0, 2.0]),
        "activity_kinds" => several(&[27.0, 31.0, 14.0, 11.0, 16.0, 2.0]),
        "took_part" => several(&[14.0, 5.0, 4.0, 38.0, 11.0, 1.5]),
        _ if code.ends_with(".satisfaction") => satisfaction(code),
        _ if code.ends_with(".importance") => habit(&[34.0, 34.0, 19.0, 3.0, 1.5, 8.5], 0.1, 0.0),
        _ if code.starts_with("service.") => habit(&[20.0, 31.0, 30.0, 7.0, 3.0, 9.0], 0.4, 0.0),
        _ => habit(&[], 0.2, 0.0),
    }
}

const fn several(shares: &'static [f64]) -> Habit {
    habit(shares, 0.0, 0.0)
}

fn satisfaction(code: &str) -> Habit {
    if code.contains("6-4") {
        habit(&[4.0, 15.0, 40.0, 15.0, 7.0, 19.0], 0.4, 0.1)
    } else if code.contains("6-5") {
        habit(&[5.0, 16.0, 41.0, 12.0, 6.0, 20.0], 0.4, -0.05)
    } else {
        habit(&[7.0, 24.0, 40.0, 11.0, 5.0, 13.0], 0.4, 0.0)
    }
}
