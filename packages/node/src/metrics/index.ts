export {type MetricsServer, type MetricsServerOptions, startMetricsServer} from "./metricsServer.ts";
export type {NodeMetrics} from "./metricTable.ts";
export {type MetricsRegistry, newMetrics} from "./nodeMetrics.ts";
