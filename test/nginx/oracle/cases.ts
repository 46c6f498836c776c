import { readdirSync, readFileSync } from 'node:fs';
import type { Source } from '../../../server/src/core/text.ts';
import { root } from '../../pages.ts';
import type { NamedConfiguration } from './compare.ts';
import { stockFiles } from './judge.ts';

const main = '/etc/nginx/nginx.conf';

/** The configurations that were written for this: together they use every directive that Debian's build has. */
export function handWritten(): NamedConfiguration[] {
  const folder = `${root}test/nginx/oracle/bases`;
  return readdirSync(folder)
    .filter((name) => name.endsWith('.conf'))
    .sort()
    .map((name) => configuration(name, readFileSync(`${folder}/${name}`, 'utf8')));
}

export function configuration(name: string, text: string, others: readonly Source[] = []): NamedConfiguration {
  const own: Source = { path: main, text, encoding: 'utf8', language: 'nginx' };
  return { name, main, files: new Map([...stockFiles(), ...others, own].map((source) => [source.path, source])) };
}
