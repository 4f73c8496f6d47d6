import {existsSync} from "node:fs";
import {readFile} from "node:fs/promises";
import {join} from "node:path";
import {gunzipSync} from "node:zlib";
import type {KeyValueTree} from "@oasis-node/mkvs/tree";
import {decode, encode} from "@oasis-node/primitives/cbor";
import {type ExportOptions, stateToGenesis} from "@oasis-node/state-transition/application";
import {Document, formatDocument, parseDocument} from "@oasis-node/state-transition/genesis";
import type {Reporter} from "../kind.ts";
import {readText} from "../records.ts";
import {describeValue} from "./describe.ts";

/** Compares the exported genesis of a height with `state-H.cbor.gz` and its JSON. Does nothing without the files. */
export async function checkExport(
  folder: string,
  tree: KeyValueTree,
  options: ExportOptions,
  report: Reporter,
): Promise<void> {
  const path = join(folder, "export", `state-${options.height}.cbor.gz`);
  if (!existsSync(path)) return;
  report.record(path);
  const recorded = new Uint8Array(gunzipSync(await readFile(path)));
  const exported = encode(Document, stateToGenesis(tree, options));
  report.expect("genesis document", describeValue(recorded), describeValue(exported));
  const json = join(folder, "export", `state-${options.height}.json.gz`);
  if (!existsSync(json)) return;
  // The recorded JSON went through CBOR, which has whole seconds only.
  const text = formatDocument(parseDocument(await readText(json)));
  report.expect("genesis document as JSON", text, formatDocument(decode(Document, exported)));
}
