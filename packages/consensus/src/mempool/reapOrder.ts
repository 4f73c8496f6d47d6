import {Heap} from "./heap.ts";

/** Something that waits in its sender's queue. */
interface Waiting {
  readonly sender: string;
  readonly price: bigint;
}

interface Arrival<T> {
  readonly item: T;
  /** Place among all that arrived. */
  readonly order: number;
}

/**
 * The order in which transactions are taken into blocks: those of one sender as they came, among the first of every
 * sender the best price, and of equal prices the one that came first. Gives them one by one.
 */
export function* reapOrder<T extends Waiting>(arrivals: Iterable<T>): Generator<T> {
  const queues = bySender(arrivals);
  const heads = new Heap<Arrival<T>>(goesBefore);
  for (const queue of queues.values()) pushNext(heads, queue);
  for (let best = heads.pop(); best !== undefined; best = heads.pop()) {
    yield best.item;
    pushNext(heads, queues.get(best.item.sender));
  }
}

function pushNext<T>(heads: Heap<Arrival<T>>, queue: Iterator<Arrival<T>> | undefined): void {
  const next = queue?.next();
  if (next?.done === false) heads.push(next.value);
}

function bySender<T extends Waiting>(arrivals: Iterable<T>): Map<string, Iterator<Arrival<T>>> {
  const queues = new Map<string, Arrival<T>[]>();
  let order = 0;
  for (const item of arrivals) {
    const arrival = {item, order: order++};
    const queue = queues.get(item.sender);
    if (queue === undefined) queues.set(item.sender, [arrival]);
    else queue.push(arrival);
  }
  return new Map([...queues].map(([sender, queue]) => [sender, queue.values()]));
}

function goesBefore<T extends Waiting>(a: Arrival<T>, b: Arrival<T>): boolean {
  if (a.item.price !== b.item.price) return a.item.price > b.item.price;
  return a.order < b.order;
}
