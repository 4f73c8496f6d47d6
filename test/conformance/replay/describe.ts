import {addressToText, isAddress} from "@oasis-node/primitives/address";
import {toHex} from "@oasis-node/primitives/bytes";
import {type KeyFormat, PreHashed} from "@oasis-node/primitives/keyFormat";
import {applicationKeys} from "@oasis-node/state-transition/application";
import {beaconKeys} from "@oasis-node/state-transition/beacon";
import {governanceKeys} from "@oasis-node/state-transition/governance";
import {keymanagerKeys} from "@oasis-node/state-transition/keymanager";
import {registryKeys} from "@oasis-node/state-transition/registry";
import {roothashKeys} from "@oasis-node/state-transition/roothash";
import {schedulerKeys} from "@oasis-node/state-transition/scheduler";
import {stakingKeys} from "@oasis-node/state-transition/staking";
import {decode} from "cborg";

/** The keys of the applications by name, so that reports can tell whose they are. */
const tables: Readonly<Record<string, Readonly<Record<string, KeyFormat<readonly unknown[]>>>>> = {
  beacon: beaconKeys,
  consensus: applicationKeys,
  governance: governanceKeys,
  keymanager: keymanagerKeys,
  registry: registryKeys,
  roothash: roothashKeys,
  scheduler: schedulerKeys,
  staking: stakingKeys,
};

/** A state key for people: application, name and parts; hexadecimal when nobody knows it. */
export function describeKey(key: Uint8Array): string {
  const text = Buffer.from(key).toString("latin1");
  if (text.startsWith("Oasis")) return text;
  for (const [app, formats] of Object.entries(tables)) {
    for (const [name, format] of Object.entries(formats)) {
      if (format.prefix !== key[0] || key.length < format.size) continue;
      const parts = format.decode(key);
      if (parts !== null) return `${app}.${name}(${parts.map(describePart).join(", ")})`;
    }
  }
  return `key ${toHex(key)}`;
}

/** A stored value for people: its CBOR, or hexadecimal. */
export function describeValue(value: Uint8Array | null): string {
  if (value === null) return "absent";
  if (value.length === 0) return "empty";
  try {
    return `${describeCbor(decode(value, {useMaps: true}))} = 0x${toHex(value)}`;
  } catch {
    return `0x${toHex(value)}`;
  }
}

function describePart(part: unknown): string {
  if (part instanceof PreHashed) return `H:${toHex(part.hash)}`;
  if (part instanceof Uint8Array) return isAddress(part) ? addressToText(part) : toHex(part);
  return String(part);
}

function describeCbor(value: unknown): string {
  if (value instanceof Uint8Array) return value.length === 0 ? "h''" : `h'${toHex(value)}'`;
  if (Array.isArray(value)) return `[${value.map(describeCbor).join(", ")}]`;
  if (value instanceof Map) {
    const fields = [...value].map(([key, field]) => `${describeCbor(key)}: ${describeCbor(field)}`);
    return `{${fields.join(", ")}}`;
  }
  return typeof value === "string" ? value : String(value);
}
