export {type MetricsServer, type MetricsServerOptions, startMetricsServer} from "./metricsServer.ts";
export {type MetricsRegistry, type NodeMetrics, newMetrics} from "./nodeMetrics.ts";
