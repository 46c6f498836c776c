import { createTwoFilesPatch } from 'diff';
import { encode, type Source } from '../../core/text.ts';

/** What `patch -p1` takes, in the bytes of the file it is about. */
export function unifiedDiff(name: string, before: Source, after: Source): Uint8Array {
  const path = name.replace(/^\//, '');
  const patch = createTwoFilesPatch(`a/${path}`, `b/${path}`, before.text, after.text, undefined, undefined, { context: 3 });
  // The first line is the parcel's own separator. A name is UTF-8 whatever the file is.
  const [, oldName = '', newName = '', ...lines] = patch.split('\n');
  const body = lines.join('\n');
  const head = new TextEncoder().encode(`${oldName.trimEnd()}\n${newName.trimEnd()}\n`);
  return Buffer.concat([head, encode(body, before.encoding) ?? new TextEncoder().encode(body)]);
}
