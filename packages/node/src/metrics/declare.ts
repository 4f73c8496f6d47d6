import {Counter, Gauge, Registry, Summary} from "prom-client";

type Kind = "counter" | "gauge" | "summary";

/** A metric before it is registered. */
export interface Declaration<K extends Kind = Kind, L extends string = string> {
  readonly kind: K;
  readonly name: string;
  readonly help: string;
  readonly labels: readonly L[];
}

export function counter<const L extends string = never>(
  name: string,
  help: string,
  labels: readonly L[] = [],
): Declaration<"counter", L> {
  return {kind: "counter", name, help, labels};
}

export function gauge<const L extends string = never>(
  name: string,
  help: string,
  labels: readonly L[] = [],
): Declaration<"gauge", L> {
  return {kind: "gauge", name, help, labels};
}

/** Sum and count, no quantiles, as the reference's summaries. */
export function summary<const L extends string = never>(
  name: string,
  help: string,
  labels: readonly L[] = [],
): Declaration<"summary", L> {
  return {kind: "summary", name, help, labels};
}

type MetricOf<D> =
  D extends Declaration<infer K, infer L>
    ? {readonly counter: Counter<L>; readonly gauge: Gauge<L>; readonly summary: Summary<L>}[K]
    : never;

export type MetricsOf<T> = {readonly [K in keyof T]: MetricOf<T[K]>};

/** Makes the metrics of a table in a registry of their own: many nodes may live in one process. */
export function register<const T extends Readonly<Record<string, Declaration>>>(
  table: T,
): {readonly registry: Registry; readonly metrics: MetricsOf<T>} {
  const registry = new Registry();
  const made = Object.entries(table).map(([key, declared]) => [key, make(registry, declared)] as const);
  return {registry, metrics: Object.fromEntries(made) as MetricsOf<T>};
}

function make(registry: Registry, {help, kind, labels, name}: Declaration): Counter | Gauge | Summary {
  const options = {name, help, labelNames: [...labels], registers: [registry]};
  switch (kind) {
    case "counter":
      return new Counter(options);
    case "gauge":
      return new Gauge(options);
    case "summary":
      return new Summary({...options, percentiles: []});
  }
}
