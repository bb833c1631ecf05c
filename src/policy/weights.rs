//! One row per number of the recommendation: its name in the config, its usual value, the reason.

macro_rules! weights {
    ($($field:ident $kind:ident $name:literal $usual:literal, $why:literal;)*) => {
        /// What each piece of evidence adds, in log-odds, and what the sum is measured by;
        /// findings bring their own weight.
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub struct Weights {
            $(#[doc = $why] pub $field: f64,)*
        }

        impl Default for Weights {
            fn default() -> Self {
                Self { $($field: $usual,)* }
            }
        }

        impl Weights {
            /// Every number, in the order in which they are read.
            pub const ROWS: &'static [WeightRow] = &[$(WeightRow {
                name: $name,
                kind: WeightKind::$kind,
                usual: $usual,
                why: $why,
                get: |weights| weights.$field,
                set: |weights, value| weights.$field = value,
            },)*];
        }
    };
}

/// What a number of the recommendation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WeightKind {
    /// Points that are added.
    Points,
    /// A sum that is compared with.
    Threshold,
}

/// One number of the recommendation.
#[derive(Clone, Copy, Debug)]
pub struct WeightRow {
    /// Its name in the config.
    pub name: &'static str,
    /// What it is.
    pub kind: WeightKind,
    /// Its usual value.
    pub usual: f64,
    /// Why.
    pub why: &'static str,
    get: fn(&Weights) -> f64,
    set: fn(&mut Weights, f64),
}

impl WeightRow {
    /// The number as a shop has it.
    pub fn of(&self, weights: &Weights) -> f64 {
        (self.get)(weights)
    }

    /// Sets the number.
    pub fn set(&self, weights: &mut Weights, value: f64) {
        (self.set)(weights, value);
    }
}

weights! {
    start Points "start" -1.5, "Where every order starts: most flagged orders are innocent (S2).";
    high Points "provider_high" 2.0, "A provider says high.";
    medium Points "provider_medium" 0.8, "A provider says medium.";
    low Points "provider_low" -1.0, "A provider says low.";
    none Points "provider_none" -0.5, "A provider scored the order and found no risk.";
    raising_fact Points "provider_fact_against" 0.15, "One fact that raises; small, because the provider's level rests on it already.";
    lowering_fact Points "provider_fact_for" -0.15, "One fact that lowers; small for the same reason.";
    most_facts Threshold "provider_facts_most" 0.45, "The most that all facts of one provider move, either way.";
    over_threshold Points "provider_number" 1.0, "A provider's number at or above the threshold of the policy (S96, C15).";
    dispute Points "dispute" 3.0, "The card's owner disputes the payment.";
    release_up_to Threshold "release_up_to" -1.5, "Up to this sum the order can be released: nothing speaks against it beyond where it started.";
    refund_from Threshold "refund_from" 2.0, "From this sum on the money should go back: about seven to one against the order.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_reads_and_sets_its_own_number_alone() {
        for row in Weights::ROWS {
            let mut weights = Weights::default();
            assert!((row.of(&weights) - row.usual).abs() < f64::EPSILON, "{}", row.name);
            row.set(&mut weights, 4.25);

            for other in Weights::ROWS {
                let wanted = if other.name == row.name { 4.25 } else { other.usual };
                assert!((other.of(&weights) - wanted).abs() < f64::EPSILON, "{}", other.name);
            }
            assert!(row.why.len() > 10 && row.why.ends_with('.'), "{}", row.name);
        }
    }
}
