import type {Clock} from "@oasis-node/primitives/clock";
import {CodedError, TypedError} from "@oasis-node/primitives/errors";
import type {Logger} from "@oasis-node/primitives/log";
import {
  type ConnectionOptions,
  defaultLimits,
  type Handlers,
  RhpError,
  type RuntimeConnection,
  type RuntimeRequests,
  serveHost,
} from "@oasis-node/runtime/protocol";
import {trustingVerifier, type Verifier} from "../consensus/index.ts";
import type {HostInfo, Paratime} from "../paratime/index.ts";
import {Dispatcher} from "./dispatcher.ts";
import {answerLocalCall, refuseSession} from "./enclaveRpc.ts";

export interface SessionOptions {
  readonly paratime: Paratime;
  readonly stream: ConnectionOptions["stream"];
  readonly clock: Clock;
  readonly logger: Logger;
  /** Trusts the host's light blocks when left out. */
  readonly verifier?: Verifier;
}

/** Why a session is over: the connection has ended, or the ParaTime cannot go on and must not answer. */
export type SessionEnd =
  | {readonly kind: "closed"; readonly reason: RhpError}
  | {readonly kind: "failed"; readonly error: unknown};

/** Serves one host until the connection ends, or something happens after which no answer would be right. Never rejects. */
export function serveSession(options: SessionOptions): Promise<SessionEnd> {
  return new Session(options).ended;
}

/**
 * More than a host has open at a time: whoever works on requests asks the host in turn, and would wait for ever if its answers
 * were not read any more (runtime-workers §1.1).
 */
const limits = {...defaultLimits, incoming: defaultLimits.outgoing + 24};

/** A null where runtimes made with the Rust library cannot read one: to them it is no message at all. */
class NullError extends TypedError<"null"> {}

class Session {
  readonly ended: Promise<SessionEnd>;
  readonly #end: (end: SessionEnd) => void;
  readonly #options: SessionOptions;
  readonly #connection: RuntimeConnection;
  #dispatcher: Dispatcher | null = null;

  constructor(options: SessionOptions) {
    const {promise, resolve} = Promise.withResolvers<SessionEnd>();
    this.ended = promise;
    this.#end = resolve;
    this.#options = options;
    const {paratime, stream, clock, logger} = options;
    const {version: runtimeVersion, scheduling} = paratime;
    const features =
      scheduling === null ? null : {scheduleControl: {initialBatchSize: scheduling.initialBatchSize}};
    const onHostInfo = (hostInfo: HostInfo) => this.#begin(hostInfo);
    const session = {stream, clock, logger, limits, runtimeVersion, features, onHostInfo};
    this.#connection = serveHost(session, this.#handlers());
    void this.#connection.closed.then((reason) => resolve({kind: "closed", reason}));
  }

  #begin(hostInfo: HostInfo): void {
    const {paratime, verifier = trustingVerifier} = this.#options;
    this.#dispatcher = new Dispatcher({paratime, verifier, host: this.#connection, hostInfo});
  }

  #handlers(): Omit<Handlers<RuntimeRequests>, "RuntimeInfoRequest" | "RuntimePingRequest"> {
    return {
      RuntimeCheckTxBatchRequest: this.#guarded(async (dispatcher, request) => {
        required(request.inputs);
        return {results: await dispatcher.check(request)};
      }),
      RuntimeExecuteTxBatchRequest: this.#guarded((dispatcher, request) => {
        required(request.roundResults);
        return dispatcher.execute(request);
      }),
      RuntimeQueryRequest: this.#guarded(async (dispatcher, request) => ({
        data: await dispatcher.query(request),
      })),
      RuntimeAbortRequest: this.#guarded(async (dispatcher) => {
        await dispatcher.abort();
        return {};
      }),
      RuntimeConsensusSyncRequest: this.#guarded(async (dispatcher, {height}) => {
        await dispatcher.sync(height);
        return {};
      }),
      RuntimeKeyManagerPolicyUpdateRequest: this.#guarded(async (dispatcher, {signedPolicyRaw}) => {
        await dispatcher.keyManagerPolicy(required(signedPolicyRaw));
        return {};
      }),
      RuntimeRPCCallRequest: this.#guarded(async (_, {request}) => refuseSession(required(request))),
      RuntimeLocalRPCCallRequest: this.#guarded(async (_, {request}) => ({
        response: answerLocalCall(required(request)),
      })),
    };
  }

  /** Lets coded errors be answered; any other error ends the session before anything is said. */
  #guarded<Request, Answer>(
    work: (dispatcher: Dispatcher, request: Request) => Promise<Answer>,
  ): (request: Request) => Promise<Answer> {
    return async (request) => {
      try {
        if (this.#dispatcher === null) throw new NullError("null", "no handshake");
        return await work(this.#dispatcher, request);
      } catch (error) {
        if (!(error instanceof CodedError)) this.#stop(error);
        throw error;
      }
    };
  }

  #stop(error: unknown): void {
    if (error instanceof NullError) {
      this.#connection.close(new RhpError("badFrame", `rhp: ${error.message}`, {cause: error}));
      return;
    }
    this.#end({kind: "failed", error});
    this.#connection.close(new RhpError("closed", "rhp: the ParaTime cannot go on", {cause: error}));
  }
}

function required<T>(value: T | null): T {
  if (value === null) throw new NullError("null", "null where a value belongs");
  return value;
}
