import {toHex} from "@oasis-node/primitives/bytes";
import type {Event} from "@oasis-node/state-transition/context";
import type {Reporter} from "../kind.ts";
import {describeValue} from "./describe.ts";

/** Compares events in their order, each by type, keys and values; tells the first that differs. */
export function compareEvents(
  what: string,
  expected: readonly Event[],
  found: readonly Event[],
  report: Reporter,
): void {
  const [want, have] = [expected.map(fingerprint), found.map(fingerprint)];
  const index = want.findIndex((one, i) => one !== have[i]);
  if (index >= 0)
    report.expect(`${what} ${index}`, describeEvent(expected[index]), describeEvent(found[index]));
  else if (have.length > want.length) {
    report.expect(`${what} ${want.length}`, "none", describeEvent(found[want.length]));
  }
}

function fingerprint({type, attributes}: Event): string {
  return [type, ...attributes.flatMap(({key, value}) => [toHex(key), toHex(value)])].join(" ");
}

function describeEvent(event: Event | undefined): string {
  if (event === undefined) return "none";
  const attributes = event.attributes.map(
    ({key, value}) => `${Buffer.from(key).toString("latin1")}: ${describeValue(value)}`,
  );
  return `${event.type} ${attributes.join("; ")}`;
}
