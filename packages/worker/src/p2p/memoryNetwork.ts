import {BytesMap, equal} from "@oasis-node/primitives/bytes";
import {encode} from "@oasis-node/primitives/cbor";
import type {Namespace} from "@oasis-node/primitives/namespace";
import type {PublicKey} from "@oasis-node/primitives/signature";
import {type Surroundings, Tasks} from "../tasks/index.ts";
import {Dispatcher} from "./dispatcher.ts";
import type {Gossip, MessageHandler} from "./gossip.ts";
import {CommitteeMessage} from "./message.ts";
import {SeenCache} from "./seenCache.ts";

/** Messages that a node looks at, at the same time; further ones are dropped. */
const maxInFlight = 1024;

export interface MemoryNetworkOptions extends Surroundings {
  /** Ends what is under way when it is aborted. */
  readonly signal: AbortSignal;
  /** Whether two nodes are connected; all are by default. */
  readonly connected?: (from: PublicKey, to: PublicKey) => boolean;
}

/**
 * The gossip network within one process: for a node that is alone, and for committees under test. Messages are told
 * apart, handled and relayed by the rules of the real one (runtime-workers §4.3).
 */
export class MemoryNetwork {
  readonly #options: MemoryNetworkOptions;
  readonly #nodes: NetworkNode[] = [];

  constructor(options: MemoryNetworkOptions) {
    this.#options = options;
  }

  /** A node of the network, with its P2P key. */
  join(key: PublicKey): Gossip {
    const node = new NetworkNode(key, this.#options, (delivery) => this.#relay(node, delivery));
    this.#nodes.push(node);
    return node;
  }

  #relay(from: NetworkNode, delivery: Delivery): void {
    const connected = this.#options.connected ?? (() => true);
    for (const node of this.#nodes) {
      if (node !== from && connected(from.key, node.key)) node.receive(delivery);
    }
  }
}

interface Delivery {
  readonly runtimeId: Namespace;
  readonly author: PublicKey;
  readonly bytes: Uint8Array;
}

class NetworkNode implements Gossip {
  readonly key: PublicKey;
  readonly #options: MemoryNetworkOptions;
  readonly #relay: (delivery: Delivery) => void;
  readonly #topics = new BytesMap<Namespace, {dispatcher: Dispatcher; seen: SeenCache}>();
  readonly #tasks: Tasks;
  #inFlight = 0;

  constructor(key: PublicKey, options: MemoryNetworkOptions, relay: (delivery: Delivery) => void) {
    this.key = key;
    this.#options = options;
    this.#relay = relay;
    this.#tasks = new Tasks(options.signal);
  }

  publish(runtimeId: Namespace, message: CommitteeMessage): void {
    if (this.#topics.get(runtimeId) === undefined) {
      this.#options.logger.error("attempted to publish message for unknown runtime ID");
      return;
    }
    this.receive({runtimeId, author: this.key, bytes: encode(CommitteeMessage, message)});
  }

  subscribe(runtimeId: Namespace, handler: MessageHandler): () => void {
    let topic = this.#topics.get(runtimeId);
    if (topic === undefined) {
      const {signal, clock} = this.#options;
      topic = {dispatcher: new Dispatcher(this.#options, signal), seen: new SeenCache(clock)};
      this.#topics.set(runtimeId, topic);
    }
    return topic.dispatcher.add(handler);
  }

  /** None that has an address. */
  peers(): readonly string[] {
    return [];
  }

  receive(delivery: Delivery): void {
    const topic = this.#topics.get(delivery.runtimeId);
    if (topic === undefined || !topic.seen.add(delivery.bytes)) return;
    if (this.#inFlight >= maxInFlight) {
      this.#options.logger.error("message dropped, queue full");
      return;
    }
    this.#inFlight++;
    const {author, bytes} = delivery;
    this.#tasks.start(async () => {
      try {
        const relay = await topic.dispatcher.receive(bytes, {author, isOwn: equal(author, this.key)});
        if (relay) this.#relay(delivery);
      } finally {
        this.#inFlight--;
      }
    });
  }
}
