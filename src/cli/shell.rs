//! `unhold completions` and `unhold man`

use clap::CommandFactory;

use super::args::{Arguments, CompletionsArgs, GLOBAL};
use super::out::Printer;
use crate::domain::{Fault, Kind};

/// The whole command line, for completions, the manual page and the guards.
pub fn command() -> clap::Command {
    Arguments::command()
}

/// Prints the completions of a shell.
pub(super) fn completions(args: &CompletionsArgs, out: &mut Printer<'_>) -> Result<(), Fault> {
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut command(), "unhold", &mut text);
    out.write(&String::from_utf8_lossy(&text))?;
    out.end()
}

/// Prints the manual page: the program, then every command with its options.
pub(super) fn man(out: &mut Printer<'_>) -> Result<(), Fault> {
    let mut page = Vec::new();
    render(&mut page).map_err(|error| {
        Fault::new(Kind::Failed, "The manual page cannot be written").because(error)
    })?;
    out.write(&String::from_utf8_lossy(&page))?;
    out.write(ENDINGS)?;
    out.end()
}

fn render(page: &mut Vec<u8>) -> std::io::Result<()> {
    let mut command = command();
    command.build();
    let man = clap_mangen::Man::new(command.clone());
    man.render_title(page)?;
    man.render_name_section(page)?;
    man.render_synopsis_section(page)?;
    man.render_description_section(page)?;
    man.render_options_section(page)?;
    render_below(&command, "UNHOLD", page)
}

/// Every command below this one, without the options that all of them have.
fn render_below(command: &clap::Command, above: &str, page: &mut Vec<u8>) -> std::io::Result<()> {
    for one in command.get_subcommands().filter(|one| !one.is_hide_set()) {
        let name = format!("{above} {}", one.get_name().to_uppercase());
        page.extend_from_slice(format!(".SH \"{name}\"\n").as_bytes());
        let everywhere = |arg: &clap::Arg| arg.get_help_heading() == Some(GLOBAL);
        let own = one.clone().mut_args(|arg| {
            let hides = everywhere(&arg);
            arg.hide(hides)
        });
        let man = clap_mangen::Man::new(own);
        man.render_synopsis_section(page)?;
        man.render_description_section(page)?;
        man.render_options_section(page)?;
        render_below(one, &name, page)?;
    }
    Ok(())
}

/// The parts that the command line itself does not know.
const ENDINGS: &str = r#".SH ENVIRONMENT
.TP
UNHOLD_CONFIG, UNHOLD_DATA_DIR, UNHOLD_PROFILE
As the flags of the same names.
.TP
UNHOLD_LOG
What goes into the file unhold.log in the data folder: off (the default), error, info or debug.
It holds no names, addresses, mail, phone numbers, tokens or card data.
.TP
NO_COLOR
No colours.
.TP
TZ
The zone of this machine; times are shown in the store's.
.SH "EXIT STATUS"
.TP
0
Done.
.TP
1
It failed, nothing happened.
.TP
2
Wrong use.
.TP
3
The config is wrong.
.TP
4
The store cannot be reached or refuses us.
.TP
5
Something is overdue (queue \-\-check).
.TP
6
Refused, because the order's state does not allow it or it changed.
.TP
7
Something may have happened and is not settled: do not repeat, see unhold outbox.
.TP
8
Recorded, not finished in the time given.
"#;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        command().debug_assert();
    }

    #[test]
    fn the_manual_page_names_every_command_and_exit_code() {
        let mut page = Vec::new();

        man(&mut Printer::new(&mut page)).unwrap();

        let page = String::from_utf8(page).unwrap();
        for one in command().get_subcommands() {
            let heading = format!("UNHOLD {}", one.get_name().to_uppercase());
            assert!(page.contains(&heading), "{heading}");
        }
        for code in 0..=8 {
            assert!(page.contains(&format!("\n.TP\n{code}\n")), "{code}");
        }
        for below in ["LIST", "RUN", "RETRY", "SKIP", "DROP"] {
            assert!(page.contains(&format!("UNHOLD OUTBOX {below}")), "{below}");
        }
        for variable in ["UNHOLD_CONFIG", "UNHOLD_LOG", "NO_COLOR", "TZ"] {
            assert!(page.contains(variable), "{variable}");
        }
        assert_eq!(page.matches("data\\-dir").count(), 2, "said once, with the synopsis");
    }

    #[test]
    fn completions_are_printed_for_every_shell() {
        use clap::ValueEnum;

        for shell in clap_complete::Shell::value_variants() {
            let mut text = Vec::new();

            completions(&CompletionsArgs { shell: *shell }, &mut Printer::new(&mut text)).unwrap();

            assert!(String::from_utf8(text).unwrap().contains("outbox"), "{shell}");
        }
    }
}
