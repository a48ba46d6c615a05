/** How a text is written as a YAML scalar, so that it is read as that text again. */

/** Safe without quotes wherever a value may stand, flow collections included, and never another type. */
const PLAIN = /^[A-Za-z_./][A-Za-z0-9_./@+-]*$/;
const OTHER_TYPE = /^(?:null|true|false|yes|no|on|off|y|n|\.(?:nan|inf)|[-+.0-9_eE]+)$/i;

/** The text as a plain scalar where that says the same, else in double quotes. */
export function scalar(text: string): string {
  const isNumberLike = /^[.+-]?[0-9]/.test(text);
  return (PLAIN.test(text) || /^[0-9][a-z0-9.-]*[a-z][a-z0-9.-]*$/.test(text)) &&
    !OTHER_TYPE.test(text) &&
    !isExponent(text, isNumberLike)
    ? text
    : JSON.stringify(text);
}

/** `1e3`, `0x1f` and `0o7` are numbers. */
function isExponent(text: string, isNumberLike: boolean): boolean {
  return isNumberLike && /^[.+-]?(?:0[xo][0-9a-f]+|[0-9.]+e[-+]?[0-9]+|[0-9.]+)$/i.test(text);
}
