import {counter, gauge, type MetricsOf, summary} from "./declare.ts";

const runtime = ["runtime"] as const;
const call = ["call"] as const;
const device = ["device"] as const;

/** The reference's names and labels (cli-config-grpc §6). */
export const metricTable = {
  nodeCpuUtime: gauge("oasis_node_cpu_utime_seconds", "Seconds of processor time in the program"),
  nodeCpuStime: gauge("oasis_node_cpu_stime_seconds", "Seconds of processor time in the system"),
  nodeMemVmSize: gauge("oasis_node_mem_vm_size_bytes", "Virtual memory in bytes"),
  nodeMemRssAnon: gauge("oasis_node_mem_rss_anon_bytes", "Resident anonymous memory in bytes"),
  nodeMemRssFile: gauge("oasis_node_mem_rss_file_bytes", "Resident file mappings in bytes"),
  nodeMemRssShmem: gauge("oasis_node_mem_rss_shmem_bytes", "Resident shared memory in bytes"),
  nodeDiskUsage: gauge("oasis_node_disk_usage_bytes", "Size of the data directory in bytes"),
  nodeDiskRead: gauge("oasis_node_disk_read_bytes", "Bytes read from disks"),
  nodeDiskWritten: gauge("oasis_node_disk_written_bytes", "Bytes written to disks"),
  nodeNetReceiveBytes: gauge("oasis_node_net_receive_bytes_total", "Bytes received", device),
  nodeNetReceivePackets: gauge("oasis_node_net_receive_packets_total", "Packets received", device),
  nodeNetTransmitBytes: gauge("oasis_node_net_transmit_bytes_total", "Bytes sent", device),
  nodeNetTransmitPackets: gauge("oasis_node_net_transmit_packets_total", "Packets sent", device),

  abciDbSize: gauge("oasis_abci_db_size", "Size of the consensus state in megabytes"),
  consensusProposedBlocks: counter("oasis_consensus_proposed_blocks", "Blocks this node proposed", [
    "backend",
  ]),
  consensusSignedBlocks: counter("oasis_consensus_signed_blocks", "Blocks this node signed", ["backend"]),

  registryNodes: gauge("oasis_registry_nodes", "Nodes registered"),
  registryEntities: gauge("oasis_registry_entities", "Entities registered"),
  registryRuntimes: gauge("oasis_registry_runtimes", "ParaTimes registered"),
  workerNodeRegistered: gauge("oasis_worker_node_registered", "1 while this node is registered, else 0"),

  finalizedRounds: counter("oasis_finalized_rounds", "Rounds of ParaTimes finalized"),
  roothashBlockInterval: summary("oasis_roothash_block_interval", "Seconds between ParaTime blocks", runtime),

  grpcServerCalls: counter("oasis_grpc_server_calls", "Calls answered", call),
  grpcServerLatency: summary("oasis_grpc_server_latency", "Seconds to answer a call", call),
  grpcServerStreamWrites: counter("oasis_grpc_server_stream_writes", "Messages sent on streams", call),
  grpcClientCalls: counter("oasis_grpc_client_calls", "Calls made", call),
  grpcClientLatency: summary("oasis_grpc_client_latency", "Seconds until a call was answered", call),
  grpcClientStreamWrites: counter("oasis_grpc_client_stream_writes", "Messages received on streams", call),
  codecSize: summary("oasis_codec_size", "Bytes of CBOR messages", ["call", "module"]),
  rhpLatency: summary("oasis_rhp_latency", "Seconds until a runtime host call was answered", call),
  rhpSuccesses: counter("oasis_rhp_successes", "Runtime host calls that succeeded", call),
  rhpFailures: counter("oasis_rhp_failures", "Runtime host calls that failed", call),

  storageLatency: summary("oasis_storage_latency", "Seconds until a storage call was answered", call),
  storageValueSize: summary("oasis_storage_value_size", "Bytes of values in storage calls", call),
  storageSuccesses: counter("oasis_storage_successes", "Storage calls that succeeded", call),
  storageFailures: counter("oasis_storage_failures", "Storage calls that failed", call),
  workerStorageFullRound: gauge("oasis_worker_storage_full_round", "Last round that is stored", runtime),
  workerStoragePendingRound: gauge(
    "oasis_worker_storage_pending_round",
    "Last round that is fetched",
    runtime,
  ),
  workerStorageSyncedRound: gauge(
    "oasis_worker_storage_synced_round",
    "Last round that is finalized",
    runtime,
  ),

  workerProcessedBlocks: counter("oasis_worker_processed_block_count", "ParaTime blocks processed", runtime),
  workerProcessedEvents: counter("oasis_worker_processed_event_count", "ParaTime events processed", runtime),
  workerFailedRounds: counter("oasis_worker_failed_round_count", "ParaTime rounds that failed", runtime),
  workerEpochTransitions: counter("oasis_worker_epoch_transition_count", "Epochs begun", runtime),
  workerEpochNumber: gauge("oasis_worker_epoch_number", "Epoch as the worker sees it", runtime),
  workerAbortedBatches: counter("oasis_worker_aborted_batch_count", "Batches given up", runtime),
  workerDiscrepancies: counter(
    "oasis_worker_execution_discrepancy_detected_count",
    "Discrepancies found",
    runtime,
  ),
  workerIncomingQueueSize: gauge("oasis_worker_incoming_queue_size", "Transactions that wait", runtime),
  workerBatchProcessingTime: summary(
    "oasis_worker_batch_processing_time",
    "Seconds to process a batch",
    runtime,
  ),
  workerBatchReadTime: summary("oasis_worker_batch_read_time", "Seconds to read a batch", runtime),
  workerBatchRuntimeTime: summary(
    "oasis_worker_batch_runtime_processing_time",
    "Seconds the ParaTime took for a batch",
    runtime,
  ),
  workerBatchSize: summary("oasis_worker_batch_size", "Transactions in a batch", runtime),
  workerStorageCommitLatency: summary(
    "oasis_worker_storage_commit_latency",
    "Seconds to store a batch",
    runtime,
  ),
};

export type NodeMetrics = MetricsOf<typeof metricTable>;
