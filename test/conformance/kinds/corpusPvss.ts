import {toHex} from "@oasis-node/primitives/bytes";
import {decode, encode} from "@oasis-node/primitives/cbor";
import {hashOfValue} from "@oasis-node/primitives/hash";
import {
  Commit,
  mayRecover,
  mayReveal,
  newPvssInstance,
  PvssError,
  PvssInstance,
  pointFromBytes,
  processCommit,
  processReveal,
  publicPoint,
  Reveal,
  recover,
  scalarFromBytes,
} from "@oasis-node/primitives/pvss";
import type {CorpusKind, Reporter} from "../kind.ts";
import {array, base64, boolean, hex, type JsonObject, number, object, string} from "../records.ts";

/** Decoding of points and scalars, and whole rounds of the beacon protocol seen by somebody who only verifies. */
export const corpusPvss: CorpusKind = {
  name: "pvss",
  async check(records: AsyncIterable<unknown>, report: Reporter): Promise<void> {
    let line = 0;
    for await (const value of records) {
      const where = `line ${++line}`;
      const record = object(value, where);
      const kind = string(record.kind, where);
      report.record(`${where} (${kind})`);
      if (kind === "round") checkRound(record, where, report);
      else checkDecoding(kind, record, where, report);
    }
  },
};

function checkDecoding(kind: string, record: JsonObject, where: string, report: Reporter): void {
  const bytes = hex(record.in, where);
  const decoded = outcome(() => {
    if (kind === "point") return {out: toHex(pointFromBytes(bytes))};
    const scalar = scalarFromBytes(bytes);
    // The point of zero is infinity, which cannot be written.
    const point = outcome(() => toHex(pointFromBytes(publicPoint(scalar))));
    return {out: toHex(scalar), point: point.value ?? ""};
  });
  report.expect("ok", record.ok, decoded.ok);
  // The reference panics where there is nothing to read; refusing is what matters then.
  if (!record.panic) report.expect("error", errorText(record.error), decoded.error);
  if (record.out !== undefined) report.expect("value", record.out, decoded.value?.out);
  if (record.point !== undefined) report.expect("point", record.point, decoded.value?.point);
}

function checkRound(record: JsonObject, where: string, report: Reporter): void {
  const participants = array(record.participants, where).map((point) => pointFromBytes(hex(point, where)));
  let instance = newPvssInstance(participants, BigInt(number(record.threshold, where)));
  let isRevealing = false;
  for (const [i, value] of array(record.steps, where).entries()) {
    const step = object(value, where);
    if (!isRevealing && string(step.step, where) === "reveal") {
      isRevealing = true;
      checkHash("instance_hash_after_commits", record, instance, report);
    }
    instance = checkStep(step, instance, `step ${i} (${string(step.note, where)})`, report);
  }
  if (!isRevealing) checkHash("instance_hash_after_commits", record, instance, report);
  checkHash("instance_hash", record, instance, report);
  if (record.instance !== undefined) checkInstance(base64(record.instance, where), instance, report);
  checkRecovery(record, instance, report);
}

function checkStep(step: JsonObject, instance: PvssInstance, title: string, report: Reporter): PvssInstance {
  const input = base64(step.in, title);
  const taken = outcome(() =>
    string(step.step, title) === "commit"
      ? processCommit(instance, decode(Commit, input))
      : processReveal(instance, inRecordedOrder(decode(Reveal, input), errorText(step.error))),
  );
  report.expect(`${title}: ok`, boolean(step.ok, title), taken.ok);
  report.expect(`${title}: error`, errorText(step.error), taken.error);
  const after = taken.value ?? instance;
  const [reveal, recovery] = [mayReveal(after), mayRecover(after)];
  report.expect(
    `${title}: may reveal`,
    [step.may_reveal, step.may_reveal_count],
    [reveal.ready, reveal.count],
  );
  report.expect(
    `${title}: may recover`,
    [step.may_recover, step.may_recover_count],
    [recovery.ready, recovery.count],
  );
  return after;
}

/**
 * Of several wrong shares the reference names whichever Go's map order gives first. The one it named is put first here, so
 * that the error is the same exactly if that share is wrong.
 */
function inRecordedOrder(reveal: Reveal, error: unknown): Reveal {
  const dealer = /\(\d+:(\d+)\)/.exec(String(error))?.[1];
  const shares = [...(reveal.decryptedShares ?? [])];
  const isNamed = ([index]: readonly [bigint, unknown]): boolean => String(index) === dealer;
  return {
    ...reveal,
    decryptedShares: new Map([...shares.filter(isNamed), ...shares.filter((share) => !isNamed(share))]),
  };
}

function checkHash(name: string, record: JsonObject, instance: PvssInstance, report: Reporter): void {
  report.expect(name, record[name], toHex(hashOfValue(PvssInstance, instance)));
}

function checkInstance(expected: Uint8Array, instance: PvssInstance, report: Reporter): void {
  report.expect("instance", expected, encode(PvssInstance, instance));
  report.expect(
    "instance decoded and encoded",
    expected,
    encode(PvssInstance, decode(PvssInstance, expected)),
  );
}

function checkRecovery(record: JsonObject, instance: PvssInstance, report: Reporter): void {
  const recovered = outcome(() => recover(instance));
  report.expect("recover error", errorText(record.recover_error), recovered.error);
  if (record.entropy === undefined) return;
  report.expect("entropy", record.entropy, recovered.value && toHex(recovered.value.entropy));
  report.expect("contributors", record.contributors, recovered.value?.contributors.map(Number));
}

interface Outcome<T> {
  readonly ok: boolean;
  readonly error: string | null;
  readonly value: T | null;
}

function outcome<T>(action: () => T): Outcome<T> {
  try {
    return {ok: true, error: null, value: action()};
  } catch (error) {
    if (!(error instanceof PvssError)) throw error;
    return {ok: false, error: error.message, value: null};
  }
}

/** Errors are recorded as a text or as an object with one. */
function errorText(value: unknown): unknown {
  if (value === undefined || value === null) return null;
  return typeof value === "string" ? value : object(value, "error").text;
}
