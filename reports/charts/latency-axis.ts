/** Latencies spread over more than this factor are drawn on a logarithmic axis. */
const logarithmicFrom = 30;

/** The scale and the labels for latencies in nanoseconds, from what is to be shown. */
export function latencyAxis(latencies: readonly number[]) {
  const positive = latencies.filter((latency) => latency > 0);
  const min = positive.length === 0 ? 1e6 : Math.min(...positive);
  const max = positive.length === 0 ? 1e9 : Math.max(...positive);
  const logarithmic = max / min > logarithmicFrom;
  const domain = logarithmic ? [floorToStep(min), ceilToStep(max)] : [0, max * 1.05];
  return {
    logarithmic,
    scale: {
      type: logarithmic ? ('log' as const) : ('linear' as const),
      domain,
      nice: false as const,
      clamp: true,
    },
    values: logarithmic ? logarithmicTicks(domain[0] as number, domain[1] as number) : undefined,
    labelExpr:
      "datum.value >= 1e9 ? format(datum.value / 1e9, '~r') + ' s' : " +
      "datum.value >= 1e6 ? format(datum.value / 1e6, '~r') + ' ms' : " +
      "datum.value >= 1e3 ? format(datum.value / 1e3, '~r') + ' µs' : " +
      "datum.value > 0 ? format(datum.value, '~r') + ' ns' : '0'",
  };
}

/** How the field `latency` is drawn upwards on such an axis. */
export function latencyEncoding(axis: ReturnType<typeof latencyAxis>, word: string) {
  return {
    field: 'latency',
    type: 'quantitative' as const,
    scale: axis.scale,
    axis: {
      title: `latency (${word} time)`,
      domain: false,
      ticks: false,
      labelExpr: axis.labelExpr,
      ...(axis.values === undefined ? { tickCount: 5 } : { values: [...axis.values] }),
    },
  };
}

/** Down to the nearest 1, 2 or 5 followed by zeros. */
function floorToStep(value: number): number {
  let power = 1;
  while (power * 10 <= value) power *= 10;
  return power * (value >= 5 * power ? 5 : value >= 2 * power ? 2 : 1);
}

function ceilToStep(value: number): number {
  const floor = floorToStep(value);
  if (floor >= value) return floor * 1.0001;
  const leading = Number(String(floor)[0]);
  return leading === 1 ? floor * 2 : leading === 2 ? floor * 2.5 : floor * 2;
}

/** Powers of ten; with few of them also what lies between. */
function logarithmicTicks(min: number, max: number): readonly number[] {
  const ticks: number[] = [];
  const steps = max / min > 2e3 ? [1] : [1, 2, 5];
  for (let power = 1; power <= max; power *= 10) {
    for (const step of steps)
      if (power * step >= min && power * step <= max) ticks.push(power * step);
  }
  return ticks;
}
