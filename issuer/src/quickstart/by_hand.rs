//! The commands that do each step by hand, in the folder of the story, on the next battery of the line.

use super::Stage;
use super::stage::{SECOND_LIFE, SERIAL};

pub(super) fn tell(stage: &Stage<'_>) {
    stage.ui.heading("Each step by hand");
    let page = format!("http://{}{SECOND_LIFE}", stage.repurposer.address);
    let words = [
        ("FOLDER", stage.folder.display().to_string()),
        ("MAKER_ADDRESS", stage.maker.address.to_string()),
        ("REPURPOSER_ADDRESS", stage.repurposer.address.to_string()),
        ("REPURPOSER_DID", stage.repurposer.issuer.did().to_string()),
        ("WALLET_DID", stage.wallet.did().to_string()),
        ("RECYCLER_DID", stage.recycler.to_string()),
        ("SERIAL", SERIAL.to_owned()),
        ("NEXT", NEXT.to_owned()),
        ("PAGE", page),
    ];
    let commands = words
        .iter()
        .fold(COMMANDS.to_owned(), |text, (word, value)| {
            text.replace(&format!("<{word}>"), value)
        });
    stage.ui.line(commands.trim_end());
}

/// The battery that follows the sample.
const NEXT: &str = "VC77-0001235";

const COMMANDS: &str = r#"  cargo build --release && PATH="$PWD/target/release:$PATH" && cd <FOLDER>
  export DBP_PASSPHRASE_FILE=repurposer/passphrase

  # both operators are served in the background
  dbp-issuer --data-dir manufacturer serve --listen <MAKER_ADDRESS> &
  dbp-issuer --data-dir repurposer/issuer serve --listen <REPURPOSER_ADDRESS> &

  # verify the label, a view, the lie, the chain; then with no network
  dbp-verifier --data-dir recycler/verifier verify label.png --allow-loopback --trust recycler/trust.json
  dbp-verifier --data-dir recycler/verifier verify views/recycler.sd-jwt --audience recycler --allow-loopback
  dbp-verifier --data-dir recycler/verifier verify forged.vc.json --allow-loopback  # exit code 1
  dbp-verifier --data-dir anyone/verifier verify history.json --chain --allow-loopback --trust recycler/trust.json
  dbp-verifier --data-dir recycler/verifier verify recycler/scanned.sd-jwt --offline

  # issue the next battery of the line, its event and its label
  sed 's/<SERIAL>/<NEXT>/g' manufacturer/passport.json > passport.json
  sed 's/<SERIAL>/<NEXT>/g' manufacturer/soh.json > soh.json
  dbp-issuer lint passport.json
  dbp-issuer --data-dir manufacturer issue passport passport.json
  dbp-issuer --data-dir manufacturer issue event soh.json
  dbp-issuer --data-dir manufacturer label <NEXT> --svg next.svg
  dbp-issuer --data-dir manufacturer list

  # hand it to the repurposer
  dbp-issuer --data-dir manufacturer transfer offer <NEXT> --to <WALLET_DID> -o offer.json
  dbp-wallet --data-dir repurposer/wallet transfer accept offer.json --operator <REPURPOSER_DID> -o acceptance.json --allow-loopback
  dbp-issuer --data-dir manufacturer transfer accept acceptance.json --allow-loopback
  dbp-issuer --data-dir manufacturer transfer reissue acceptance.json -o bundle.json
  dbp-wallet --data-dir repurposer/wallet receive bundle.json --allow-loopback
  dbp-wallet --data-dir repurposer/wallet list

  # show it to the recycler, bound to a nonce of the recycler's
  dbp-wallet --data-dir repurposer/wallet present <NEXT> --audience recycler --nonce n-1 --aud <RECYCLER_DID> -o shown.sd-jwt
  dbp-verifier --data-dir recycler/verifier verify shown.sd-jwt --nonce n-1 --aud <RECYCLER_DID> --allow-loopback

  # what people see who scan the label of the second life, in a browser: <PAGE>"#;
