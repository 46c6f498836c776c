import { ruleFor } from '../../core/rule.ts';
import type { Edit } from '../../core/text.ts';
import { factsOf, lookup } from '../facts/keys.ts';
import { edit } from '../model/edits.ts';
import { dotted, isGlob, pathOf } from '../model/key.ts';
import type { Sysctl, SysctlFile } from '../model/model.ts';
import { isTemplate } from '../model/value.ts';
import type { Assignment, Exclude } from '../syntax.ts';

export default ruleFor<Sysctl>()({
  id: 'sysctl/key-spelling',
  since: '0.2.0',
  supersedes: ['sysctl/unknown-key'],
  messages: {
    mixed: {
      severity: 'error',
      en: '{key} is read as {read}, which does not exist: the first separator decides, and the other one then stands for itself',
      'zh-CN': '{key} 会被读作 {read}，而它并不存在：第一个分隔符决定读法，另一种分隔符只代表它自身',
    },
    interface: {
      severity: 'error',
      en: '{key} is read as {read}, which does not exist: among dots, the dot of the interface {interface} is written as a slash',
      'zh-CN': '{key} 会被读作 {read}，而它并不存在：用点分隔时，接口名 {interface} 中的点要写成斜杠',
    },
    prefix: {
      severity: 'error',
      en: '{key} is read as {read}, which does not exist: keys begin below /proc/sys',
      'zh-CN': '{key} 会被读作 {read}，而它并不存在：键从 /proc/sys 之下开始写',
    },
    trailing: {
      severity: 'error',
      en: '{key} ends with a separator: procps takes it for a directory and sets nothing',
      'zh-CN': '{key} 以分隔符结尾：procps 会把它当作目录，什么也不会设置',
    },
    repeated: {
      severity: 'warning',
      en: '{key} repeats a separator: procps complains about it on every run',
      'zh-CN': '{key} 中有重复的分隔符：procps 每次读取都会报出警告',
    },
    leading: {
      severity: 'warning',
      en: '{key} begins with a separator, which busybox does not take',
      'zh-CN': '{key} 以分隔符开头，busybox 不接受这种写法',
    },
  },
  fixes: {
    write: { safety: 'safe', en: 'write {right}', 'zh-CN': '改为 {right}' },
    apply: {
      safety: 'unsafe',
      en: 'write {right}, which other lines set, too',
      'zh-CN': '改为 {right}（其他行也设置了它）',
    },
  },
  check({ files, effective }, report) {
    for (const file of files)
      for (const line of file.lines) {
        if ((line.kind !== 'assignment' && line.kind !== 'exclude') || isTemplate(line.key.text)) continue;
        if (line.key.text.length > longest) continue;
        const found = misspelling(line.key.text);
        // To spell a key well that is gone helps nobody.
        if (!found || factsOf(found.path)?.removed !== undefined) continue;
        const key = line.key.text;
        const where = { file: file.source.path, start: line.key.start, end: line.key.end };
        const { edits, right } = rewrite(file, line, found.path);
        // Where the line is read at last, it competes with what has been read all along.
        const alone = found.said === 'repeated' || found.said === 'leading' || effective(dotted(found.path)).length === 0;
        const extras = { fixes: [{ fix: alone ? ('write' as const) : ('apply' as const), edits, data: { right } }] };
        const read = `/proc/sys/${pathOf(key)}`;
        if (found.said === 'interface') report(where, 'interface', { key, read, interface: found.name }, extras);
        else if (found.said === 'mixed' || found.said === 'prefix') report(where, found.said, { key, read }, extras);
        else report(where, found.said, { key }, extras);
      }
  },
});

/** No key is as long, whatever its interface is called. */
const longest = 200;

type Misspelling =
  | { readonly said: 'mixed' | 'prefix' | 'trailing' | 'repeated' | 'leading'; readonly path: string }
  | { readonly said: 'interface'; readonly path: string; readonly name: string };

/** What is wrong with the separators of a key, and the path its author means. Measured with procps 4.0.2, systemd-sysctl 252. */
function misspelling(key: string): Misspelling | undefined {
  const path = pathOf(key);
  const below = /^proc\/sys[./](.+)$/.exec(path)?.[1];
  if (below !== undefined) return { said: 'prefix', path: repaired(below)?.path ?? below };
  if (!isKnown(path) && !isGlob(path)) {
    const right = repaired(path);
    const oneKind = !/\/.*\.|\..*\//.test(key);
    if (right && path === `${right.path}/`) return { said: 'trailing', path: right.path };
    if (right?.name && oneKind) return { said: 'interface', path: right.path, name: right.name };
    if (right && !oneKind) return { said: 'mixed', path: right.path };
    return undefined;
  }
  if (/[./]{2}/.test(key)) return { said: 'repeated', path };
  return /^[./]/.test(key) ? { said: 'leading', path } : undefined;
}

/** The known key that has the same parts, whatever separates them. */
function repaired(path: string): { readonly path: string; readonly name?: string } | undefined {
  const plain = path.replace(/[./]+/g, '/').replace(/\/$/, '');
  if (isKnown(plain)) return { path: plain };
  const [, directory, parts = '', key] = /^(net\/ipv[46]\/(?:conf|neigh)\/)(.+)(\/[^/]+)$/.exec(plain) ?? [];
  const name = parts.replaceAll('/', '.');
  const joined = `${directory}${name}${key}`;
  return directory && name.includes('.') && isKnown(joined) ? { path: joined, name } : undefined;
}

function isKnown(path: string): boolean {
  const { kind } = lookup(path);
  return kind === 'linux' || kind === 'vendor';
}

/** With the separator that the file's key begins with. */
function rewrite(file: SysctlFile, { key }: Assignment | Exclude, path: string): { edits: Edit[]; right: string } {
  const right = /[./]/.exec(key.text)?.[0] === '/' ? path : dotted(path);
  return { edits: [edit(file, key.start, key.end, right)], right };
}
