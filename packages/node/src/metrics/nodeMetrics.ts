import type {Registry} from "prom-client";
import {register} from "./declare.ts";
import {metricTable, type NodeMetrics} from "./metricTable.ts";
import {updateNodeFigures} from "./nodeFigures.ts";

/** The metrics of one node; they count whether or not anybody asks. */
export interface MetricsRegistry {
  readonly metrics: NodeMetrics;
  readonly contentType: string;
  /** All of them in Prometheus' text form, those about the process as of now. */
  text(): Promise<string>;
}

export function newMetrics(dataDirectory: string): MetricsRegistry {
  const {metrics, registry}: {readonly metrics: NodeMetrics; readonly registry: Registry} =
    register(metricTable);
  return {
    metrics,
    contentType: registry.contentType,
    text: async () => {
      await updateNodeFigures(metrics, dataDirectory);
      return registry.metrics();
    },
  };
}
