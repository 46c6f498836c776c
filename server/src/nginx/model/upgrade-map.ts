import type { Edit } from '../../core/text.ts';
import { indentation, insertBefore, lineBreak, standIn } from './edits.ts';
import { type Directive, enclosing, type Nginx } from './model.ts';
import { hasToken, isVariable } from './reuse.ts';

export interface UpgradeVariable {
  /** With `$`. */
  readonly name: string;
  /** What defines it; empty where it is there already. */
  readonly edits: readonly Edit[];
}

/**
 * A variable that is `upgrade` for requests with an Upgrade header and empty for the others: one that the configuration has,
 * else a new one in front of the server that needs it.
 */
export function upgradeVariable(nginx: Nginx, line: Directive): UpgradeVariable | undefined {
  for (const map of nginx.directives('map')) {
    const [source, variable] = map.node.args;
    if (!isVariable(source?.text, 'http_upgrade') || !variable) continue;
    const ordinary = nginx.values(variable.text, undefined, 'ordinary');
    const upgrades = nginx.values(variable.text, undefined).known.some(({ text }) => hasToken(text, 'upgrade'));
    if (ordinary.complete && ordinary.known.every(({ text }) => text === '') && upgrades)
      return { name: variable.text, edits: [] };
  }
  const server = line.parent?.name === 'server' ? line.parent : enclosing(line, 'server');
  const name = names.find((n) => nginx.definitions({ kind: 'variable', name: n }).length === 0);
  const place = server && standIn(server, server.parent);
  if (!name || !place || (server.parent && server.parent.name !== 'http')) return undefined;
  return {
    name: `$${name}`,
    edits: [insertBefore(place, [blockText(place, `map $http_upgrade $${name}`, ['default upgrade;', "'' '';"])])],
  };
}

const names = ['connection_upgrade', 'upstream_connection'];

/** A block in front of a directive, with its indentation. */
export function blockText({ file, node }: Directive, head: string, lines: readonly string[]): string {
  const indent = indentation(file, node.name.start);
  if (indent === undefined) return `${head} { ${lines.join(' ')} }`;
  const inner = node.block?.items[0];
  const deeper = inner && indentation(file, inner.name.start);
  const step = deeper?.startsWith(indent) && deeper.length > indent.length ? deeper.slice(indent.length) : '    ';
  const feed = lineBreak(file);
  return [`${head} {`, ...lines.map((l) => `${indent}${step}${l}`), `${indent}}`].join(feed);
}
