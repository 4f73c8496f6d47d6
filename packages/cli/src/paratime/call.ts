import {CborError, decode, encode, map, rawMessage, struct, text} from "@oasis-node/primitives/cbor";
import {type JsonValue, stringifyJson} from "@oasis-node/primitives/json";
import type {SubmitTxMetaResponse} from "@oasis-node/rpc/services/runtimeClient";
import {type CommandRun, silentFailure} from "../framework/index.ts";
import {askedOf, randomNonce} from "./arguments.ts";
import {jsonOfCbor} from "./cborJson.ts";
import {paratimeFailure} from "./failure.ts";
import type {callOptions} from "./options.ts";
import {withRuntimeClient} from "./withRuntimeClient.ts";

/** Transaction of a simple ParaTime. */
const Call = struct("paratime.Call", {method: text, args: rawMessage});
const Output = map(text, rawMessage);

/** What came of a call. */
interface Outcome {
  /** `output` is that of a ParaTime with another convention. */
  readonly kind: "success" | "error" | "output";
  readonly value: JsonValue;
}

const texts = {
  failed: "failed to call the ParaTime",
  stopped: "stopped waiting for the call, which may still be executed",
};

/** `paratime call`. */
export const call: CommandRun<typeof callOptions> = async (context) => {
  const {options, environment, positional} = context;
  const {runtimeId, ...called} = askedOf(positional, options.nonce ? randomNonce(environment.entropy) : null);
  const data = encode(Call, called);
  const response = await withRuntimeClient(context, texts, (client, callOptions) =>
    client.submitTxMeta({runtimeId, data}, callOptions),
  );
  const {checkTxError} = response;
  if (checkTxError !== null) {
    const {module, code, message: reason} = checkTxError;
    throw paratimeFailure("the ParaTime refuses the call", {module, code, reason});
  }
  const outcome = outcomeOf(response.data);
  environment.stdout.write(options.json ? jsonOutcome(outcome, response) : textOutcome(outcome, response));
  if (outcome.kind === "error") throw silentFailure();
};

/** Simple ParaTimes answer `{Success: result}` or `{Error: text}`. */
function outcomeOf(output: Uint8Array | null): Outcome {
  if (output === null) return {kind: "output", value: null};
  const [entry, ...more] = entriesOf(output);
  const [name, value] = entry ?? [];
  if (more.length > 0 || (name !== "Success" && name !== "Error"))
    return {kind: "output", value: jsonOfCbor(output)};
  const json = value === undefined || value === null ? null : jsonOfCbor(value);
  return {kind: name === "Success" ? "success" : "error", value: json};
}

function entriesOf(output: Uint8Array) {
  try {
    return [...(decode(Output, output) ?? [])];
  } catch (error) {
    if (error instanceof CborError) return [];
    throw error;
  }
}

function jsonOutcome({kind, value}: Outcome, {round, batchOrder}: SubmitTxMetaResponse): string {
  return `${stringifyJson({[kind]: value, round, batch_order: BigInt(batchOrder)}, "  ")}\n`;
}

const titles = {success: "Result", error: "Error", output: "Output"} as const;

function textOutcome({kind, value}: Outcome, {round, batchOrder}: SubmitTxMetaResponse): string {
  const shown = typeof value === "string" ? value : stringifyJson(value, "  ");
  return `${titles[kind]}: ${shown}\nRound: ${round}\nBatch order: ${batchOrder}\n`;
}
