/** What the process of a node has used. */
export interface Sample {
  /** Processor time since its start, milliseconds. */
  readonly cpuMs: number;
  /** The part of it that the main thread took. */
  readonly mainCpuMs: number;
  /** Resident memory, bytes. */
  readonly rss: number;
  /** Delay of the event loop since the sample before, when it is watched. */
  readonly delayP99Ms: number;
  readonly delayMaxMs: number;
}
