import type {KeyValueTree} from "@oasis-node/mkvs/tree";
import type {Address} from "@oasis-node/primitives/address";
import {asHeight, type Epoch, type Height} from "@oasis-node/primitives/epoch";
import type {PublicKey} from "@oasis-node/primitives/signature";
import type {Costs} from "../consensus/index.ts";
import type {BlockContext} from "./blockContext.ts";
import type {Chain} from "./chain.ts";
import {type Event, type EventAttribute, eventType} from "./events.ts";
import {freeGas, type GasAccountant} from "./gas.ts";

/** What is being executed (consensus-core §1.3). */
export type Mode = "initChain" | "checkTx" | "deliverTx" | "simulateTx" | "beginBlock" | "endBlock";

export interface ContextOptions {
  readonly mode: Mode;
  readonly tree: KeyValueTree;
  readonly chain: Chain;
  /** Time of the block, nanoseconds since 1970. */
  readonly now: bigint;
  readonly block: BlockContext | null;
}

/** Everything a step of the application works with: state, chain, gas, caller; and where it puts its events. */
export class Context {
  readonly mode: Mode;
  readonly tree: KeyValueTree;
  readonly chain: Chain;
  readonly now: bigint;
  /** Null outside blocks: in InitChain, checks and simulations. */
  readonly block: BlockContext | null;
  /** Events in the order of emission. */
  readonly events: Event[] = [];
  gas: GasAccountant = freeGas;
  /** Key that signed the transaction; null outside transactions and in messages of runtimes. */
  signer: PublicKey | null = null;
  /** Account that acts: the signer's, or a runtime's (consensus-core §4.5). */
  caller: Address | null = null;
  /** Whether a runtime's message is being executed (consensus-core §1.11). */
  readonly isMessage: boolean;

  constructor({mode, tree, chain, now, block}: ContextOptions, isMessage = false) {
    this.mode = mode;
    this.tree = tree;
    this.chain = chain;
    this.now = now;
    this.block = block;
    this.isMessage = isMessage;
  }

  /** Raw version of the state; the block being executed is the next one. */
  get blockHeight(): Height {
    return this.chain.blockHeight;
  }

  get currentHeight(): Height {
    return asHeight(this.chain.blockHeight + 1n);
  }

  /** Epoch that transactions see: that of the live tree (consensus-core §1.10). */
  transactionEpoch(): Epoch {
    return this.chain.epochAt(this.currentHeight);
  }

  get isInitChain(): boolean {
    return this.mode === "initChain";
  }

  get isCheckOnly(): boolean {
    return this.mode === "checkTx";
  }

  get isSimulation(): boolean {
    return this.mode === "simulateTx";
  }

  useGas(multiplier: bigint, operation: string, costs: Costs): void {
    this.gas.useGas(multiplier, operation, costs);
  }

  /** Emits an event of an application; one without attributes is dropped (consensus-core §1.12). */
  emit(applicationName: string, ...attributes: readonly EventAttribute[]): void {
    if (attributes.length > 0) this.events.push({type: eventType(applicationName), attributes});
  }

  /** Whether an application has emitted an attribute of that key so far. */
  hasEvent(applicationName: string, key: string): boolean {
    const type = eventType(applicationName);
    return this.events.some(
      (event) =>
        event.type === type && event.attributes.some((one) => Buffer.from(one.key).toString() === key),
    );
  }

  /** Context of a runtime's message: same tree, no gas, the runtime as caller (consensus-core §1.11). */
  forMessage(caller: Address): Context {
    const child = new Context(this, true);
    child.caller = caller;
    return child;
  }

  /** Takes over the events of a child. */
  adopt(child: Context): void {
    this.events.push(...child.events);
  }
}
