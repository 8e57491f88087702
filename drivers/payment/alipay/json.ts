const utf8 = new TextDecoder('utf-8', { fatal: true });

/** A string literal, left alone, or a number. Only ever used on text that is valid JSON. */
const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * JSON whose numbers come out as the text they were written with. Alipay sends amounts now as `"200.10"`, now as `200.10`,
 * and a number of JSON is binary by the time anybody could look at it. undefined when the bytes are not JSON in UTF-8: no
 * shape accepts that.
 */
export function parseExactJson(bytes: Uint8Array): unknown {
  try {
    const text = utf8.decode(bytes);
    JSON.parse(text);
    return JSON.parse(
      text.replace(STRING_OR_NUMBER, (token) => (token.startsWith('"') ? token : `"${token}"`)),
    );
  } catch {
    return undefined;
  }
}
