import {CodedError} from "@oasis-node/primitives/errors";
import type {Version} from "@oasis-node/primitives/version";
import {
  type BatchContext,
  type CheckResult,
  type Paratime,
  type Scheduling,
  TransactionContext,
  type TransactionResult,
} from "../paratime/index.ts";
import {type Call, failureOutput, readCall, successOutput} from "./call.ts";
import {CallError, type Methods} from "./method.ts";

export interface CallParatimeOptions {
  /** Module of the errors of checks and queries. */
  readonly name: string;
  readonly version: Version;
  /** What transactions can call. */
  readonly methods: Methods;
  /** What queries can call, on the state of a block. */
  readonly queries?: Methods;
  readonly scheduling?: Scheduling | null;
  readonly beginBatch?: (batch: BatchContext) => Promise<void>;
  readonly endBatch?: (batch: BatchContext) => Promise<void>;
}

/** Null in CBOR. */
const nullItem = Uint8Array.of(0xf6);

const accepted: CheckResult = {error: {module: "", code: 0, message: ""}, meta: null};

/**
 * A ParaTime whose transactions are calls of methods, `{method, args}` in CBOR and not signed, with `{Success: result}`
 * or `{Error: text}` as output: the convention of the reference's simple runtimes.
 */
export function callParatime(options: CallParatimeOptions): Paratime {
  const {name, version, methods, queries = {}, scheduling = null, beginBatch, endBatch} = options;
  return {
    version,
    scheduling,
    ...(beginBatch === undefined ? {} : {beginBatch}),
    ...(endBatch === undefined ? {} : {endBatch}),
    check: (batch, input) => check(name, methods, batch, input),
    execute: (batch, input) => execute(name, methods, batch, input),
    query: (batch, called, args) => query(name, queries, batch, {method: called, args}),
  };
}

async function check(
  name: string,
  methods: Methods,
  batch: BatchContext,
  input: Uint8Array,
): Promise<CheckResult> {
  const call = readCall(input);
  const outcome =
    typeof call === "string" ? call : await dispatch(methods, new TransactionContext(batch), call);
  if (typeof outcome !== "string") return accepted;
  return {error: {module: name, code: 1, message: outcome}, meta: null};
}

/** Nobody should have proposed a transaction that is no call: the whole batch is refused. */
async function execute(
  name: string,
  methods: Methods,
  batch: BatchContext,
  input: Uint8Array,
): Promise<TransactionResult> {
  const call = readCall(input);
  if (typeof call === "string") throw new CodedError(name, 1, "malformed transaction batch");
  const ctx = new TransactionContext(batch);
  const outcome = await dispatch(methods, ctx, call);
  if (typeof outcome === "string") return {output: failureOutput(outcome), tags: []};
  return {output: successOutput(outcome), tags: ctx.tags};
}

async function query(
  name: string,
  queries: Methods,
  batch: BatchContext,
  call: Call,
): Promise<Uint8Array | null> {
  if (!Object.hasOwn(queries, call.method)) return null;
  const outcome = await dispatch(queries, new TransactionContext(batch), call);
  if (typeof outcome === "string") throw new CodedError(name, 1, outcome);
  return outcome;
}

/** Result of a call, or the text of why there is none. */
async function dispatch(
  methods: Methods,
  ctx: TransactionContext,
  {method, args}: Call,
): Promise<Uint8Array | string> {
  const run = Object.hasOwn(methods, method) ? methods[method] : undefined;
  if (run === undefined) return "method not found";
  try {
    return await run(ctx, args ?? nullItem);
  } catch (error) {
    if (error instanceof CallError) return error.message;
    throw error;
  }
}
