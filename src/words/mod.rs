//! Note formats and the texts that go with a verdict. Pure.
