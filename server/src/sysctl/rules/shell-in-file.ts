import { ruleFor } from '../../core/rule.ts';
import { type Edit, shorten } from '../../core/text.ts';
import { factsOf, isNumeric } from '../facts/keys.ts';
import { edit, lineBreak } from '../model/edits.ts';
import { dotted, pathOf } from '../model/key.ts';
import { type Assignment, at, type Sysctl, type SysctlFile } from '../model/model.ts';
import { isTemplate } from '../model/value.ts';
import type { Line, Piece } from '../syntax.ts';

export default ruleFor<Sysctl>()({
  id: 'sysctl/shell-in-file',
  since: '0.2.0',
  supersedes: ['sysctl/not-an-assignment', 'sysctl/unknown-key', 'sysctl/inline-comment', 'sysctl/invalid-value'],
  messages: {
    setting: {
      severity: 'error',
      en: '"{text}" is a shell command, and nobody runs it: it does not set {key}',
      'zh-CN': '“{text}” 是 shell 命令，不会有程序执行它：{key} 不会因此被设置',
    },
    command: {
      severity: 'error',
      en: '"{text}" belongs to a shell, not to a sysctl file: nobody runs it, and every reader rejects the line',
      'zh-CN': '“{text}” 属于 shell，不属于 sysctl 文件：不会有程序执行它，所有程序都会拒绝这一行',
    },
    continuation: {
      severity: 'error',
      en: 'the "\\" at the end belongs to the value of {key}, which the kernel then refuses: only busybox reads on in the next line',
      'zh-CN': '行尾的 “\\” 会成为 {key} 的值的一部分，内核会因此拒绝：只有 busybox 会接着读下一行',
    },
    ended: {
      severity: 'warning',
      en: 'the "\\" at the end continues nothing: the kernel skips it behind the last number of {key}',
      'zh-CN': '行尾的 “\\” 不会续行：内核读完 {key} 的最后一个数字后会忽略它',
    },
  },
  notes: {
    rest: { en: 'rejected for itself', 'zh-CN': '会单独被拒绝' },
  },
  fixes: {
    write: { safety: 'safe', en: 'write {setting}', 'zh-CN': '改为 {setting}' },
    apply: {
      safety: 'unsafe',
      en: 'write {setting}, which other lines set, too',
      'zh-CN': '改为 {setting}（其他行也设置了它）',
    },
    remove: { safety: 'safe', en: 'delete the line', 'zh-CN': '删除这一行' },
    comment: { safety: 'manual', en: 'make it a comment', 'zh-CN': '改为注释' },
    join: { safety: 'safe', en: 'write it on one line', 'zh-CN': '写成一行' },
    drop: { safety: 'safe', en: 'delete the "\\"', 'zh-CN': '删除 “\\”' },
  },
  check({ files, effective }, report) {
    for (const file of files) {
      const ends = new Map<string, Command>();
      for (const [i, line] of file.lines.entries()) {
        if (line.kind !== 'bad' && (line.kind !== 'assignment' || !/\s/.test(line.key.text))) continue;
        const text = textOf(file, line);
        if (text.length > longest || isTemplate(text)) continue;
        const found = commandIn(text, ends);
        if (!found) continue;
        const start = file.source.text.indexOf(text, line.start);
        const where = { file: file.source.path, start, end: start + text.length };
        const shown = shorten(text);
        if (found.kind === 'sets') {
          const lines = found.settings.map(({ key, value }) => `${key} = ${value}`);
          const setting = { list: lines, word: 'and' as const };
          const fix = found.settings.every(({ key }) => effective(key).length === 0) ? ('write' as const) : ('apply' as const);
          const edits = [edit(file, start, where.end, lines.join(lineBreak(file)))];
          const key = { list: found.settings.map((s) => s.key), word: 'and' as const };
          report(where, 'setting', { text: shown, key }, { fixes: [{ fix, edits, data: { setting } }] });
        } else if (found.kind === 'leftover') {
          // A here-document goes with its end, which would mean nothing to anybody.
          const end =
            found.ends === undefined
              ? undefined
              : file.lines.slice(i + 1, i + mostLines).find((l) => textOf(file, l) === found.ends);
          const edits = [line, ...(end ? [end] : [])].map((l) => edit(file, l.start, l.next, ''));
          report(where, 'command', { text: shown }, { fixes: [{ fix: 'remove', edits }] });
        } else
          report(where, 'command', { text: shown }, { fixes: [{ fix: 'comment', edits: [edit(file, start, start, '# ')] }] });
      }
      const open = file.assignments.filter(({ line: { value } }) => value.text.endsWith('\\') && !isTemplate(value.text));
      const lines = new Map(open.length ? file.lines.map((l) => [l.start, l]) : []);
      for (const a of open) {
        const key = a.line.key.text;
        const fix = unfolded(a, lines);
        if (!fix) continue;
        const related = fix.rest.map((piece) => ({ note: 'rest' as const, at: at(a, piece) }));
        report(at(a, a.line.value), a.numbers ? 'ended' : 'continuation', { key }, { related, fixes: [fix] });
      }
    }
  },
});

const textOf = (file: SysctlFile, line: Line) => file.source.text.slice(line.start, line.end).trim();

/** A command somebody typed, and a here-document somebody pasted. */
const [longest, mostLines] = [300, 200];

type Command =
  /** Commands that set keys, each in the spelling of a file. */
  | { readonly kind: 'sets'; readonly settings: readonly Setting[] }
  /** What was pasted together with settings and means nothing without a shell. */
  | { readonly kind: 'leftover'; readonly ends?: string }
  /** A command that has to run elsewhere. */
  | { readonly kind: 'other' };

interface Setting {
  readonly key: string;
  readonly value: string;
}

/** @param ends words that end a here-document of a line above, with what that line was; a line that begins one adds its own */
function commandIn(line: string, ends: Map<string, Command>): Command | undefined {
  const end = ends.get(line);
  if (end || /^_?(?:EOF|EOL)_?$/.test(line)) return end ?? { kind: 'leftover' };
  const [, shell, bare = line] = /^(\[?\w[\w-]*@[\w.-]+[^#$]{0,60}[#$]\s+|[$%]\s+)(.*)$/.exec(line) ?? [];
  const text = bare.replace(/^sudo\s+(?:-\w+\s+)*/, '');
  const [, name = '', rest = ''] = /^(?:\/(?:usr\/)?s?bin\/)?([\w-]+)(?:\s+(.*))?$/.exec(text) ?? [];
  const document = /<<-?\s*(["']?)(\w+)\1/.exec(rest)?.[2];
  if (document && /^(?:cat|tee)$/.test(name)) {
    const ours = /sysctl/.test(rest) || !rest.includes('/');
    ends.set(document, { kind: ours ? 'leftover' : 'other' });
    return ours ? { kind: 'leftover', ends: document } : { kind: 'other' };
  }
  if (name === 'sysctl') return sysctlCommand(rest);
  if (name === 'echo' || name === 'printf') return echoed(rest);
  if (/^(?:vim?|nano|emacs|sudoedit|cat|less|more)$/.test(name) && /sysctl/.test(rest)) return { kind: 'leftover' };
  return shell !== undefined || text !== bare || commands.test(name) ? { kind: 'other' } : undefined;
}

const commands =
  /^(?:modprobe|insmod|systemctl|service|ulimit|iptables|ip6tables|ethtool|ifconfig|apt|apt-get|yum|dnf|chmod|chown)$/;

/** `-w key=value key=value`, `key = value`; `-p` and `--system` only read files again. */
function sysctlCommand(rest: string): Command {
  if (/^(?:-p|-a|-n|--load|--system|--all)\b/.test(rest)) return { kind: 'leftover' };
  const words = rest.replace(/^(?:-[-\w]+\s+)*/, '').replace(/\s+(?:>|2>|\|\||\|).*$|\s*;\s*$/, '');
  const settings: Setting[] = [];
  const each = /\s*([\w./-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"']+))|\s*(["'])([\w./-]+)\s*=\s*(.*?)\5/y;
  while (each.lastIndex < words.length) {
    const m = each.exec(words);
    if (!m) break;
    settings.push({ key: m[1] ?? m[6]!, value: (m[2] ?? m[3] ?? m[4] ?? m[7]!).trim() });
    if (each.lastIndex === words.length) return asSettings(settings);
  }
  // `sysctl -w net.ipv4.tcp_rmem = 4096 87380 16777216`: no shell takes it so, but what is meant is plain.
  const [, key, value] = /^([\w./-]+)\s*=\s*([\d\s]+)$/.exec(words) ?? [];
  return key && value ? asSettings([{ key, value: value.trim() }]) : { kind: 'other' };
}

/** `1 > /proc/sys/net/ipv4/ip_forward`, `1 | tee /proc/sys/…`, `"key = value" >> /etc/sysctl.conf`. */
function echoed(rest: string): Command {
  const [, , said = '', path = ''] =
    /^(?:-\w+\s+)?(["']?)(.*?)\1\s*(?:>{1,2}|\|\s*(?:sudo\s+)?tee\s+(?:-a\s+)?)\s*(\/\S+)$/.exec(rest) ?? [];
  const value = said.trim();
  const below = /^\/proc\/sys\/(\S+)$/.exec(path)?.[1];
  if (below && /^[\w \t.,:/-]+$/.test(value)) return asSettings([{ key: below, value }]);
  const [, key, to] = /^([\w./-]+)\s*=\s*([^\\"']+)$/.exec(value) ?? [];
  return key && to && /sysctl/.test(path) ? asSettings([{ key, value: to }]) : { kind: 'other' };
}

/** Only keys that Linux has, not one that is gone: then the line is as plain as it looks. */
function asSettings(settings: readonly Setting[]): Command {
  const isKey = (key: string) => {
    const facts = factsOf(pathOf(key));
    return facts !== undefined && facts.removed === undefined;
  };
  const known = settings.every(({ key, value }) => value !== '' && isKey(key));
  return known
    ? { kind: 'sets', settings: settings.map(({ key, value }) => ({ key: dotted(pathOf(key)), value })) }
    : { kind: 'other' };
}

/** Only for numbers: a text may end so. What follows on the next lines is the rest of the value where it is numbers. */
function unfolded({ file, path, line }: Assignment, lines: ReadonlyMap<number, Line>) {
  const facts = factsOf(path);
  if (!facts || (!isNumeric(facts) && facts.fields === 1)) return undefined;
  const edits: Edit[] = [];
  const rest: Piece[] = [];
  let [last, part]: [Line, Piece] = [line, line.value];
  for (;;) {
    const next = lines.get(last.next);
    const more = next?.kind === 'bad' && /^-?[\d\s]+\\?$/.test(next.text.text) ? next : undefined;
    const tail = part.text.replace(/\s*\\$/, '').length;
    if (!more && tail === 0) return undefined;
    edits.push(edit(file, part.start + tail, more ? more.text.start : part.end, more && tail > 0 ? ' ' : ''));
    if (more) rest.push(more.text);
    if (!more?.text.text.endsWith('\\')) return { fix: rest.length ? ('join' as const) : ('drop' as const), edits, rest };
    [last, part] = [more, more.text];
  }
}
