import {
  addressFromText,
  addressToText,
  decodeBech32,
  isReservedAddress,
  runtimeAddress,
  stakingAddress,
} from "@oasis-node/primitives/address";
import {toHex} from "@oasis-node/primitives/bytes";
import {
  asNamespace,
  isKeyManagerNamespace,
  isTestNamespace,
  namespaceFromText,
} from "@oasis-node/primitives/namespace";
import {asPublicKey} from "@oasis-node/primitives/signature";
import type {Reporter} from "../../kind.ts";
import {outcome, refusalText} from "../../outcome.ts";
import {hex, type JsonObject, object, string} from "../../records.ts";

/** Text of an address: its bytes, or why it is none; and the same of the Bech32 layer below. */
export function checkAddress(record: JsonObject, where: string, report: Reporter): void {
  const text = string(record.text, where);
  const address = outcome(() => addressFromText(text));
  report.expect("error", errorText(record.error, where), refusalText(address));
  if ("value" in address) {
    report.expect("bytes", record.bytes, toHex(address.value));
    report.expect("text again", record.again, addressToText(address.value));
    report.expect("valid", record.valid, !isReservedAddress(address.value));
  }
  const bech32 = outcome(() => decodeBech32(text));
  const refusal = refusalText(bech32);
  const recorded = errorText(record.bech32_error, where);
  report.expect("Bech32 error", recorded, refusal);
  if (!("value" in bech32)) return;
  report.expect("Bech32 prefix", record.bech32_hrp, bech32.value.prefix);
  report.expect("Bech32 data", record.bech32_data, toHex(bech32.value.data));
}

export function checkDerive(record: JsonObject, where: string, report: Reporter): void {
  const ofKey = stakingAddress(asPublicKey(hex(record.public_key, where)));
  report.expect("address of the key", record.address, addressToText(ofKey));
  const ofRuntime = runtimeAddress(asNamespace(hex(record.runtime_id, where)));
  report.expect("address of the runtime", record.runtime_address, addressToText(ofRuntime));
}

export function checkNamespace(record: JsonObject, where: string, report: Reporter): void {
  const namespace = outcome(() => asNamespace(hex(record.in, where)));
  report.expect("error", errorText(record.error, where), refusalText(namespace));
  if (!("value" in namespace)) return;
  const {value} = namespace;
  report.expect("test", record.test, isTestNamespace(value));
  report.expect("key manager", record.key_manager, isKeyManagerNamespace(value));
  report.expect("text", record.text, toHex(value));
  report.expect("of text", value, namespaceFromText(string(record.text, where)));
}

function errorText(value: unknown, where: string): string | null {
  return value === null ? null : string(object(value, where).text, where);
}
