import {Backoff} from "@oasis-node/consensus/submission";
import {addressToText, stakingAddress} from "@oasis-node/primitives/address";
import {toHex} from "@oasis-node/primitives/bytes";
import {bool} from "@oasis-node/primitives/cbor";
import {type Epoch, latestHeight} from "@oasis-node/primitives/epoch";
import type {Namespace} from "@oasis-node/primitives/namespace";
import type {PublicKey} from "@oasis-node/primitives/signature";
import type {RolesMask} from "@oasis-node/state-transition/node";
import {type ServiceStore, StoredValue} from "../store/index.ts";
import {pause, type Surroundings, Tasks} from "../tasks/index.ts";
import {type AttemptSettings, attemptRegistration} from "./attempt.ts";
import {waitForDeparture} from "./departure.ts";
import {
  initialRegistration,
  type RegistrationEffect,
  type RegistrationEvent,
  type RegistrationState,
  registrationStep,
} from "./machine.ts";
import {RegistrationError} from "./registrationError.ts";
import {type RegistrationMetrics, RegistrationReport, type RegistrationStatus} from "./registrationReport.ts";
import {type RoleProvider, RoleProviders} from "./roleProviders.ts";
import {followEntity, followEpochs, followStake} from "./watches.ts";

/** Service in the node's persistent store, and its key for the request to deregister (cli-config-grpc §2.1). */
export const registrationStoreName = "worker/registration";
const deregistrationKey = "deregistration requested";

export interface RegistrationWorkerOptions extends Omit<AttemptSettings, "entityId">, Surroundings {
  /** Under whose name to register; null for a node without an entity, which never registers. */
  readonly entityId: PublicKey | null;
  readonly store: ServiceStore;
  /** Resolves when the consensus layer has caught up. */
  readonly synced: (signal: AbortSignal) => Promise<void>;
  /** Forgets a request to deregister from an earlier run. */
  readonly forceRegister: boolean;
  /** Epochs between changes of TLS keys; 0 for never. */
  readonly rotateCerts: bigint;
  /** Called once when the node has been deregistered on request: it is to stop then. */
  readonly onDeregistered: () => void;
  readonly metrics?: RegistrationMetrics;
}

/** What a running worker is busy with. */
interface Run {
  readonly all: Tasks;
  /** What may lead to a registration. */
  readonly registering: Tasks;
  stakeWatch: AbortController | null;
}

/**
 * Registers the node for the roles that its parts ask for, and again every epoch (runtime-workers §4.1). What it does
 * when is decided by `registrationStep`; here it is done.
 */
export class RegistrationWorker {
  readonly #options: RegistrationWorkerOptions;
  readonly #surroundings: Surroundings;
  readonly #providers: RoleProviders;
  readonly #deregistration: StoredValue<boolean>;
  readonly #report: RegistrationReport;
  readonly #backoff: Backoff;
  #state: RegistrationState;
  /** Null while the worker does not run. */
  #run: Run | null = null;

  /** Throws `RegistrationError` `fixedTlsKeys`. */
  constructor(options: RegistrationWorkerOptions) {
    const {clock, random, identity, rotateCerts, store, metrics} = options;
    if (rotateCerts > 0n && !identity.canRotateTls) {
      const text =
        "node TLS certificate rotation must not be enabled if using pre-generated TLS certificates";
      throw new RegistrationError("fixedTlsKeys", text);
    }
    this.#options = options;
    this.#surroundings = {clock, random, logger: options.logger.module("worker/registration")};
    this.#providers = new RoleProviders(() => this.#dispatch({kind: "changed"}));
    this.#deregistration = new StoredValue(store, deregistrationKey, bool);
    this.#report = new RegistrationReport(this.#surroundings, metrics);
    this.#backoff = new Backoff(random);
    this.#state = initialRegistration(rotateCerts);
  }

  /** A place for a role in the node's descriptor. Throws `RegistrationError` `notSingleRole`. */
  requestRole(role: RolesMask, runtimeId: Namespace | null = null): RoleProvider {
    return this.#providers.request(role, runtimeId);
  }

  /** How the registration stands. Throws when the registry cannot be asked, as the reference's status does. */
  async status(signal: AbortSignal): Promise<RegistrationStatus> {
    const {descriptor} = this.#report;
    if (descriptor === null) return this.#report.status(null);
    const query = {height: latestHeight, id: descriptor.id};
    return this.#report.status(await this.#options.chain.registry.getNodeStatus(query, {signal}));
  }

  /**
   * Renews no more, in later runs neither unless they are forced to; `onDeregistered` is called when the registry has
   * dropped the node. Throws when the request cannot be stored.
   */
  async requestDeregistration(): Promise<void> {
    try {
      await this.#deregistration.put(true);
    } catch (error) {
      this.#surroundings.logger.error("can't persist deregistration request", {err: error});
      throw error;
    }
    if (this.#run !== null) this.#dispatch({kind: "deregister"});
  }

  /** Works until the signal is aborted or the node has been deregistered; once only. Throws when the store fails. */
  async run(signal: AbortSignal): Promise<void> {
    const {logger} = this.#surroundings;
    const {entityId, forceRegister} = this.#options;
    logger.info("starting node registration service");
    if (forceRegister) await this.#deregistration.put(false);
    const all = new Tasks(signal);
    const run = {all, registering: new Tasks(all.signal), stakeWatch: null};
    this.#run = run;
    all.hold();
    try {
      if (entityId === null) logger.warn("no entity/signer for this node, registration will NEVER succeed");
      if ((await this.#deregistration.get()) === true) {
        logger.debug("registration disabled, dropping to direct shutdown");
        this.#dispatch({kind: "deregister"});
      } else if (entityId !== null) {
        all.start(() => this.#begin(run));
      }
      await all.ended();
    } finally {
      all.stop();
      this.#run = null;
      this.#report.setGauge(false);
    }
  }

  /** Starts once the consensus layer has caught up, and ends with all that it started. */
  async #begin({registering}: Run): Promise<void> {
    registering.start(async () => {
      await this.#options.synced(registering.signal);
      this.#dispatch({kind: "synced"});
    });
    await registering.ended();
  }

  #dispatch(event: RegistrationEvent): void {
    const [state, effects] = registrationStep(this.#state, event);
    this.#state = state;
    const run = this.#run;
    if (run === null) return;
    for (const effect of effects) this.#do(effect, run);
  }

  #do(effect: RegistrationEffect, run: Run): void {
    const {clock} = this.#surroundings;
    const {signal} = run.registering;
    const start = (work: () => Promise<void>): void => run.registering.start(work);
    switch (effect.kind) {
      case "follow":
        this.#follow(run.registering);
        break;
      case "attempt":
        start(() => this.#attempt(effect.epoch, signal));
        break;
      case "retryLater":
        start(async () => {
          await pause(this.#backoff, clock, signal);
          this.#dispatch({kind: "retry"});
        });
        break;
      case "rotateTls":
        start(() => this.#rotateTls(effect.epoch));
        break;
      case "watchStake":
        this.#watchStake(effect.on, run);
        break;
      case "report":
        this.#report.setGauge(effect.registered);
        break;
      case "leave":
        run.registering.stop();
        run.all.start(() => this.#leave(run.all.signal));
        break;
      case "stopped":
        this.#surroundings.logger.info("registration stopped, shutting down");
        run.all.stop();
        this.#options.onDeregistered();
        break;
    }
  }

  #follow(tasks: Tasks): void {
    const {chain, entityId} = this.#options;
    const dispatch = (event: RegistrationEvent): void => this.#dispatch(event);
    tasks.start(() => followEpochs(chain, dispatch, this.#surroundings, tasks.signal));
    if (entityId === null) return;
    tasks.start(() => followEntity(chain, entityId, dispatch, this.#surroundings, tasks.signal));
  }

  #watchStake(on: boolean, run: Run): void {
    const {chain, entityId} = this.#options;
    run.stakeWatch?.abort();
    run.stakeWatch = null;
    if (!on || entityId === null) return;
    const watch = new AbortController();
    run.stakeWatch = watch;
    const signal = AbortSignal.any([run.registering.signal, watch.signal]);
    const dispatch = (event: RegistrationEvent): void => this.#dispatch(event);
    run.registering.start(() =>
      followStake(chain, stakingAddress(entityId), dispatch, this.#surroundings, signal),
    );
  }

  async #attempt(epoch: Epoch, signal: AbortSignal): Promise<void> {
    const {entityId} = this.#options;
    const offers = this.#providers.offers();
    if (offers === null || entityId === null) {
      this.#dispatch({kind: "attempted", result: "deferred", epoch});
      return;
    }
    const settings = {...this.#options, entityId};
    const attempt = await attemptRegistration(settings, epoch, offers, this.#surroundings.logger, signal);
    if (attempt.result === "registered") {
      this.#backoff.reset();
      this.#report.registered(attempt.descriptor);
      offers.registered();
    } else if (attempt.result === "short") {
      this.#report.short(attempt.stake, epoch, addressToText(stakingAddress(entityId)));
    } else if (attempt.result === "failed" && attempt.error !== null) {
      this.#report.failed(attempt.error);
    }
    this.#dispatch({kind: "attempted", result: attempt.result, epoch});
  }

  async #rotateTls(epoch: Epoch): Promise<void> {
    const {logger} = this.#surroundings;
    try {
      const {current, next} = await this.#options.identity.rotateTls();
      logger.info("node TLS certificates have been rotated", {
        new_epoch: epoch,
        new_pub1: toHex(current.publicKey),
        new_pub2: next === null ? "" : toHex(next.publicKey),
      });
      this.#dispatch({kind: "rotated", success: true});
    } catch (error) {
      logger.error("node TLS certificate rotation failed", {new_epoch: epoch, err: error});
      this.#dispatch({kind: "rotated", success: false});
    }
  }

  async #leave(signal: AbortSignal): Promise<void> {
    const {chain, identity, entityId} = this.#options;
    this.#surroundings.logger.info("node deregistration and eventual shutdown requested");
    const id = identity.nodeSigner.publicKey;
    // Without an entity it has never been registered.
    const isGone =
      entityId === null || (await waitForDeparture(chain.registry, id, this.#surroundings, signal));
    if (isGone) this.#dispatch({kind: "departed"});
  }
}
