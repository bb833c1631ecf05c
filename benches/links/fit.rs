//! Fits the weights: logistic regression by Newton's method, each weight with the sign that it
//! may have, so that an order that shares more never scores less.

use unhold::evidence::links::{FEATURES, Feature, Features, Speaks};

/// How strongly weights are drawn to what is known of them beforehand.
const DRAWN: f64 = 6.0;

/// What is known beforehand: an account, a card or a device that is the same says as much as
/// a telephone number. Made orders that share one mostly share all, so that they alone could
/// not tell; all else is drawn to zero.
fn beforehand(feature: Feature) -> f64 {
    match feature {
        Feature::EmailEqual | Feature::PhoneEqual | Feature::CustomerEqual => 9.0,
        Feature::CardEqual => 8.5,
        Feature::DeviceEqual => 8.0,
        _ => 0.0,
    }
}

/// A pair of orders, its features without the zeros, and whether one person placed both.
pub struct Pair {
    pub features: Vec<(u16, f32)>,
    pub is_one: bool,
}

impl Pair {
    pub fn of(features: &Features, is_one: bool) -> Self {
        let given = features.iter().enumerate().filter(|(_, value)| **value != 0.0);
        let features = given.map(|(at, value)| (at as u16, *value as f32)).collect();
        Self { features, is_one }
    }
}

/// The weights under which the pairs are likeliest.
pub fn fit(pairs: &[Pair]) -> [f64; FEATURES] {
    let mut weights = [0.0; FEATURES];
    for round in 0..25 {
        let mut slope = [0.0; FEATURES];
        let mut curve = vec![[0.0; FEATURES]; FEATURES];
        let mut loss = 0.0;
        for pair in pairs {
            let sum: f64 =
                pair.features.iter().map(|(at, v)| weights[*at as usize] * f64::from(*v)).sum();
            let likely = 1.0 / (1.0 + (-sum).exp());
            let truth = f64::from(u8::from(pair.is_one));
            loss -=
                if pair.is_one { likely.max(1e-12).ln() } else { (1.0 - likely).max(1e-12).ln() };
            let spread = (likely * (1.0 - likely)).max(1e-9);
            for (at, value) in &pair.features {
                let (at, value) = (*at as usize, f64::from(*value));
                slope[at] += (truth - likely) * value;
                for (other, beside) in &pair.features {
                    curve[at][*other as usize] += spread * value * f64::from(*beside);
                }
            }
        }
        for at in 0..FEATURES {
            slope[at] -= DRAWN * (weights[at] - beforehand(Feature::ALL[at]));
            curve[at][at] += DRAWN;
        }
        let step = solve(&curve, &slope, &weights);
        let longest = step.iter().fold(0.0_f64, |most, one| most.max(one.abs()));
        let damp = if longest > 4.0 { 4.0 / longest } else { 1.0 };
        for (weight, one) in weights.iter_mut().zip(step) {
            *weight += one * damp;
        }
        println!("round {round}: loss {loss:.1}, longest step {longest:.4}");
        if longest < 1e-4 {
            break;
        }
    }
    weights
}

/// The step that gains most while every weight keeps its sign, weight by weight.
fn solve(
    curve: &[[f64; FEATURES]],
    slope: &[f64; FEATURES],
    weights: &[f64; FEATURES],
) -> [f64; FEATURES] {
    let mut step = [0.0; FEATURES];
    for _ in 0..2_000 {
        let mut moved = 0.0_f64;
        for at in 0..FEATURES {
            let beside: f64 = (0..FEATURES).map(|other| curve[at][other] * step[other]).sum();
            let free = step[at] + (slope[at] - beside) / curve[at][at];
            let bounded = match Feature::SPEAKS[at] {
                Speaks::For => free.max(-weights[at]),
                Speaks::Against => free.min(-weights[at]),
                Speaks::Either => free,
            };
            moved = moved.max((bounded - step[at]).abs());
            step[at] = bounded;
        }
        if moved < 1e-9 {
            break;
        }
    }
    step
}
