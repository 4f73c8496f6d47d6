import {readFileSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, test} from "vitest";
import {root} from "../../scripts/run.ts";
import {sourceFiles} from "./sources.ts";

/** What gives another answer at another time or place: nodes that ask it would leave the chain one by one. */
const forbidden: Readonly<Record<string, RegExp>> = {
  // A moment that is written down or given may be converted; the present one may not be asked.
  clock:
    /\bDate\.now\b|\bnew Date(?!\s*\(\s*[^)\s])|(?<!new )\bDate\s*\(|\bperformance\b|\bhrtime\b|\bTemporal\.Now\b/,
  randomness: /\bMath\.random\b|\brandom(?:Bytes|Fill|FillSync|Int|UUID)\b|\bgetRandomValues\b|\bgenerateKey/,
  timers: /\bset(?:Timeout|Interval|Immediate)\b|\bqueueMicrotask\b|\bnextTick\b/,
  locale: /\btoLocale\w*|\bIntl\b|\blocaleCompare\b/,
  // Local time, for it depends on the time zone of the machine.
  timeZone: /\.(?:get|set)(?:FullYear|Month|Date|Day|Hours|Minutes|Seconds)\b|\bgetTimezoneOffset\b/,
  environment: /\bprocess\.(?:env|argv|pid|cwd|platform|memoryUsage)\b|\bfetch\s*\(|\bconsole\./,
  collection: /\bWeakRef\b|\bFinalizationRegistry\b/,
  // Rounding of these is left to the engine.
  inexactMaths: /\bMath\.(?:a?(?:sin|cos|tan)h?|atan2|exp|expm1|log(?:10|1p|2)?|cbrt|pow|hypot)\b/,
};

const outside =
  /^node:(?:fs|net|http|https|http2|dgram|dns|tls|os|child_process|worker_threads|timers|process|perf_hooks|readline)\b/;

/** The sources of the package without their comments. */
const sources = sourceFiles()
  .filter((file) => file.package === "state-transition")
  .map((file) => ({...file, text: withoutComments(readFileSync(join(root, "packages", file.path), "utf8"))}));

describe("the state transition gives the same answer everywhere", () => {
  for (const [name, pattern] of Object.entries(forbidden)) {
    test(`it has no use for ${name}`, () => {
      expect(sources.length).toBeGreaterThan(100);
      expect(sources.filter(({text}) => pattern.test(text)).map(({path}) => path)).toEqual([]);
    });
  }

  test("it imports nothing that reaches outside", () => {
    const wrong = sources.filter(({imports}) => imports.some((name) => outside.test(name)));
    expect(wrong.map(({path}) => path)).toEqual([]);
  });
});

describe("the patterns", () => {
  const samples: readonly (readonly [rule: string, wrong: string, right: string])[] = [
    ["clock", "x = new Date()", "new Date(Number(seconds)).toISOString()"],
    ["clock", "Date.now()", 'Date.parse("0000-01-01T00:00:00Z")'],
    ["clock", "new Date;", "validTo: Date"],
    ["randomness", "Math.random()", "random(length)"],
    ["timers", "setTimeout(run, 1)", "roundTimeout"],
    ["locale", "n.toLocaleString()", "n.toString()"],
    ["timeZone", "d.getHours()", "d.getUTCHours()"],
  ];

  for (const [rule, wrong, right] of samples) {
    test(`${rule}: \`${wrong}\` is found, \`${right}\` is not`, () => {
      expect([forbidden[rule]?.test(wrong), forbidden[rule]?.test(right)]).toEqual([true, false]);
    });
  }
});

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|(?<![:"'`\\])\/\/[^\n]*/g, "");
}
