import {orAborted} from "@oasis-node/primitives/abort";
import type {Clock} from "@oasis-node/primitives/clock";
import type {Namespace} from "@oasis-node/primitives/namespace";
import type {CapabilityTee} from "@oasis-node/state-transition/node";
import type {EnclaveRules} from "@oasis-node/state-transition/registry";
import {type AvrBundle, type HostConnection, RhpError} from "../../protocol/index.ts";
import type {AesmClient, IasClient} from "./clients.ts";
import {
  type AttestationCall,
  type AttestationEffect,
  type AttestationEvent,
  type AttestationState,
  attestationStep,
} from "./step.ts";

/**
 * Longest that an attestation may take, in milliseconds: many enclaves of one machine share its memory for them. The first
 * may take as long again, for the enclave makes its key (runtime-workers §1.3).
 */
export const attestationTimeoutMs = 60_000;

export interface EnclaveAttestationOptions {
  readonly runtimeId: Namespace;
  readonly connection: Pick<HostConnection, "call">;
  readonly aesm: AesmClient;
  readonly ias: IasClient;
  readonly rules: EnclaveRules;
  readonly clock: Clock;
}

/** Attests one enclave, as often as wanted, from its start to its end (runtime-workers §3.4). */
export class EnclaveAttestation {
  readonly #options: EnclaveAttestationOptions;
  #state: AttestationState = {kind: "new"};

  constructor(options: EnclaveAttestationOptions) {
    this.#options = options;
  }

  /**
   * One attestation; not while another is under way. Rejects with what AESM, the service or the enclave answered,
   * `AttestationError`, `RhpError` `timeout`, or the signal's reason.
   */
  async attest(signal: AbortSignal): Promise<CapabilityTee> {
    const [late, done] = [new AbortController(), new AbortController()];
    const timeoutMs = this.#state.kind === "new" ? 2 * attestationTimeoutMs : attestationTimeoutMs;
    const timeout = new RhpError("timeout", `rhp: enclave is not attested within ${timeoutMs} ms`);
    this.#options.clock.sleep(timeoutMs, done.signal).then(
      () => late.abort(timeout),
      () => {},
    );
    try {
      return await this.#run(AbortSignal.any([signal, late.signal]));
    } finally {
      done.abort();
    }
  }

  async #run(signal: AbortSignal): Promise<CapabilityTee> {
    for (let effect = this.#dispatch({kind: "attest"}); ; ) {
      if (effect === null) throw new RangeError("an attestation is under way");
      if (effect.kind === "attested") return effect.capabilityTee;
      if (effect.kind === "failed") throw effect.error;
      effect = this.#dispatch(await this.#perform(effect.call, signal));
    }
  }

  #dispatch(event: AttestationEvent): AttestationEffect | null {
    const [state, effect] = attestationStep(this.#state, event, this.#options.rules);
    this.#state = state;
    return effect;
  }

  /** Never rejects: a failure is an event too. Waiting ends with the signal, whatever the client does. */
  async #perform(call: AttestationCall, signal: AbortSignal): Promise<AttestationEvent> {
    try {
      signal.throwIfAborted();
      return await orAborted(this.#ask(call, signal), signal);
    } catch (error) {
      return {kind: "failed", error};
    }
  }

  async #ask(call: AttestationCall, signal: AbortSignal): Promise<AttestationEvent> {
    const {aesm, ias, runtimeId, connection} = this.#options;
    switch (call.kind) {
      case "initQuote":
        return {kind: "quoteInfo", ...(await aesm.initQuote(signal))};
      case "getSpidInfo":
        return {kind: "spidInfo", ...(await ias.getSPIDInfo(null, {signal}))};
      case "rakInit":
        await connection.call("RuntimeCapabilityTEERakInitRequest", {targetInfo: call.targetInfo}, {signal});
        return {kind: "rakInit"};
      case "getSigRl":
        return {kind: "sigRl", sigRl: (await ias.getSigRL(call.groupId, {signal})) ?? new Uint8Array()};
      case "rakReport": {
        const {rakPub, report, nonce} = await connection.call(
          "RuntimeCapabilityTEERakReportRequest",
          {},
          {signal},
        );
        return {kind: "rakReport", rakPub, report: report ?? new Uint8Array(), nonce};
      }
      case "getQuote":
        return {kind: "quote", buffer: await aesm.getQuote(call.request, signal)};
      case "verifyEvidence": {
        const {quote, nonce} = call;
        return {
          kind: "avr",
          avr: withoutNil(await ias.verifyEvidence({runtimeId, quote, pseManifest: null, nonce}, {signal})),
        };
      }
      case "rakAvr":
        await connection.call("RuntimeCapabilityTEERakAvrRequest", {avr: call.avr}, {signal});
        return {kind: "rakAvr"};
    }
  }
}

/** Enclaves take no nil for bytes. */
function withoutNil({body, certificateChain, signature}: AvrBundle): AvrBundle {
  const none = new Uint8Array();
  return {
    body: body ?? none,
    certificateChain: certificateChain ?? none,
    signature: signature ?? none,
  };
}
