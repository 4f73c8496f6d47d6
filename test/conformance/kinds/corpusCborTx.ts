import {decode, encode, type Schema} from "@oasis-node/primitives/cbor";
import {TypedError} from "@oasis-node/primitives/errors";
import {wireTypes} from "@oasis-node/state-transition/wireTypes";
import type {CorpusKind} from "../kind.ts";
import {base64, boolean, object, RecordError, string} from "../records.ts";

/**
 * Verdicts of the reference on encodings, mutated ones among them: decoded as untrusted data and encoded again. Where
 * the reference panicked, a typed error is wanted.
 */
export const corpusCborTx: CorpusKind = {
  name: "cbor-tx",
  async check(records, report) {
    let line = 0;
    for await (const record of records) {
      const at = `line ${++line}`;
      const fields = object(record, at);
      const type = string(fields.type, `${at}: type`);
      report.record(`${at} (${type}, ${string(fields.mut, `${at}: mut`)})`);
      const out = recode(schemaOf(type, at), base64(fields.in, `${at}: in`));
      const ok = boolean(fields.ok, `${at}: ok`);
      report.expect("ok", ok, out !== null);
      if (ok) report.expect("out", base64(fields.out, `${at}: out`), out);
    }
  },
};

/** Canonical encoding of what was decoded, or null when either was refused. */
function recode(schema: Schema<unknown>, bytes: Uint8Array): Uint8Array | null {
  try {
    return encode(schema, decode(schema, bytes));
  } catch (error) {
    if (error instanceof TypedError) return null;
    throw error;
  }
}

function schemaOf(type: string, at: string): Schema<unknown> {
  const schema = Object.hasOwn(wireTypes, type) ? wireTypes[type] : undefined;
  if (schema === undefined) throw new RecordError(`${at}: type`, "a declared wire type", type);
  return schema;
}
