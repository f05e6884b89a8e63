// 门槛尺: the dot is this household, the bar the value at which the rule falls silent, the pale side is where it speaks.
const WIDTH = 120;
const HEIGHT = 14;

/** Both on one scale from nothing to a quarter beyond the larger. */
export function ThresholdRuler({ from, to }: { from: number; to: number }) {
  const most = Math.max(from, to, 1) * 1.25;
  const x = (value: number) => 5 + ((WIDTH - 10) * value) / most;
  const [start, end] = to > from ? [0, x(to)] : [x(to), WIDTH];
  return (
    <svg className="threshold-ruler" width={WIDTH} height={HEIGHT} aria-hidden="true" focusable="false">
      <rect x={0} y={5.5} width={WIDTH} height={3} fill="var(--line)" />
      <rect x={start} y={5.5} width={Math.max(0, end - start)} height={3} fill="var(--amount-2)" />
      <rect x={x(to) - 1} y={0} width={2} height={HEIGHT} fill="var(--ink)" />
      <circle cx={x(from)} cy={7} r={4.5} fill="var(--pine)" />
    </svg>
  );
}
