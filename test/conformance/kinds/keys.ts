import {accountKey, isMnemonic, mnemonicSeed} from "@oasis-node/primitives/accountKeys";
import {addressToText, stakingAddress} from "@oasis-node/primitives/address";
import {toHex} from "@oasis-node/primitives/bytes";
import {asPublicKey} from "@oasis-node/primitives/signature";
import type {FileKind, Reporter} from "../kind.ts";
import {array, object, readText, string} from "../records.ts";

/** Generated accounts: mnemonic and passphrase to seed, then path to keys and address. One record an account. */
export const keys: FileKind = {
  name: "keys",
  async check(path: string, report: Reporter): Promise<void> {
    const records: unknown = JSON.parse(await readText(path));
    for (const [i, record] of array(records, path).entries()) checkMnemonic(record, `${path}[${i}]`, report);
  },
};

function checkMnemonic(value: unknown, where: string, report: Reporter): void {
  const record = object(value, where);
  const mnemonic = string(record.bip39_mnemonic, `${where}.bip39_mnemonic`);
  const passphrase = string(record.bip39_passphrase, `${where}.bip39_passphrase`);
  const seed = toHex(mnemonicSeed(mnemonic, passphrase));
  for (const [i, account] of array(record.oasis_accounts, `${where}.oasis_accounts`).entries()) {
    report.record(`${where}.oasis_accounts[${i}]`);
    report.expect("mnemonic is valid", true, isMnemonic(mnemonic));
    report.expect("seed", record.bip39_seed, seed);
    checkAccount(object(account, where), mnemonic, passphrase, report);
  }
}

function checkAccount(
  account: Readonly<Record<string, unknown>>,
  mnemonic: string,
  passphrase: string,
  report: Reporter,
): void {
  const path = string(account.bip32_path, "bip32_path");
  const number = Number(/^m\/44'\/474'\/(\d+)'$/.exec(path)?.[1]);
  const {pathText, privateKey} = accountKey(mnemonic, passphrase, number);
  const publicKey = asPublicKey(privateKey.publicKey);
  report.expect("path", path, pathText);
  report.expect("private key", account.private_key, toHex(privateKey.exportSecret()));
  report.expect("public key", account.public_key, toHex(publicKey));
  report.expect("address", account.address, addressToText(stakingAddress(publicKey)));
}
