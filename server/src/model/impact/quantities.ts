/** Quantities of Kubernetes, such as `10Gi`, as numbers (apimachinery, pkg/api/resource). */

const UNITS: ReadonlyMap<string, number> = new Map([
  ['', 1],
  ['n', 1e-9],
  ['u', 1e-6],
  ['m', 1e-3],
  ...['k', 'M', 'G', 'T', 'P', 'E'].map((unit, i) => [unit, 1000 ** (i + 1)] as const),
  ...['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'].map((unit, i) => [unit, 1024 ** (i + 1)] as const),
]);

/** Undefined for what is no quantity. */
export function quantity(text: string): number | undefined {
  const match = /^([+-]?[0-9]{1,30}(?:\.[0-9]{0,30})?)(?:([eE][+-]?[0-9]{1,3})|([A-Za-z]{0,2}))$/.exec(text.trim());
  if (match === null) return undefined;
  const unit = UNITS.get(match[3] ?? '');
  return unit === undefined ? undefined : Number(`${match[1]}${match[2] ?? ''}`) * unit;
}
