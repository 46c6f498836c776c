import { closest } from '../../core/nearest.ts';
import { ruleFor } from '../../core/rule.ts';
import { shorten } from '../../core/text.ts';
import type { Target } from '../../core/version.ts';
import { directive, directiveNames, takes } from '../facts/directives.ts';
import { meaningAt, type Place, placeIn } from '../model/meaning.ts';
import { type Directive, type Nginx, wordSpan } from '../model/model.ts';
import { loadsOthers } from '../model/modules.ts';
import { isTemplate } from '../model/refusals.ts';

export default ruleFor<Nginx>()({
  id: 'nginx/unknown-directive',
  since: '0.2.0',
  messages: {
    unknown: {
      severity: 'error',
      en: 'nginx has no directive {name}, nor has any module that is known: it does not start',
      'zh-CN': 'nginx 没有 {name} 这个指令，已知的模块中也没有：nginx 无法启动',
    },
    similar: {
      severity: 'error',
      en: 'nginx has no directive {name}: did you mean {near}?',
      'zh-CN': 'nginx 没有 {name} 这个指令：是否想写 {near}？',
    },
    glued: {
      severity: 'error',
      en: 'a blank is missing after {near}: nginx takes {name} for the name of a directive',
      'zh-CN': '{near} 后面缺少空格：nginx 会把 {name} 整个当作指令名',
    },
    comment: {
      severity: 'error',
      en: 'a comment begins with {hash}: nginx takes {name} for the name of a directive',
      'zh-CN': '注释以 {hash} 开头：nginx 会把 {name} 当作指令名',
    },
  },
  fixes: {
    rename: { safety: 'unsafe', en: 'write {near}', 'zh-CN': '改为 {near}' },
    split: { safety: 'safe', en: 'put a blank after {near}', 'zh-CN': '在 {near} 后面加上空格' },
    comment: { safety: 'safe', en: 'write {hash}', 'zh-CN': '改为 {hash}' },
  },
  check(nginx, report) {
    const suggest = suggestions(nginx.target);
    let others: boolean | undefined;
    for (const { directive: d, reason } of nginx.refusals) {
      if (reason.kind !== 'unknown') continue;
      const { node, file } = d;
      const at = wordSpan(d, node.name);
      const name = shorten(d.name, 40);
      const edit = (start: number, end: number, text: string) => [{ at: { file: file.path, start, end }, text }];
      if (/^(?:\/\/|\/\*|--)/.test(d.name)) {
        const mark = node.name.start + 2;
        const oneLine = d.name.startsWith('//') && !file.source.text.slice(node.name.start, node.end).includes('\n');
        const fixes = oneLine
          ? [{ fix: 'comment', edits: edit(node.name.start, mark, '#'), data: { hash: '#' } } as const]
          : [];
        report(at, 'comment', { name, hash: '#' }, { fixes });
        continue;
      }
      const place = placeIn(d.parent, nginx.top);
      const glued = /^([a-z]\w*?)([:=(~/^@$"'][\s\S]*|(?<=^(?:listen|server|expires))\d[\s\S]*)$/.exec(d.name);
      if (glued && directive(glued[1]!).length > 0 && node.name.quote === undefined) {
        const [, near = '', rest = ''] = glued;
        // `listen: 80` and `gzip=on` come from other languages; `location=/x` only lacks a blank.
        const mark = near === 'location' ? '' : (/^[:=]/.exec(rest)?.[0] ?? '');
        const count = node.args.length + (rest === mark ? 0 : 1);
        if (isTaken(near, place, nginx.target, d, count)) {
          const start = node.name.start + near.length;
          const edits = edit(start, start + mark.length, rest === mark ? '' : ' ');
          if (rest === mark) report(at, 'similar', { name, near }, { fixes: [{ fix: 'rename', edits, data: { near } }] });
          else report(at, 'glued', { name, near }, { fixes: [{ fix: 'split', edits, data: { near } }] });
          continue;
        }
      }
      const near = suggest(d.name, place, d);
      if (near.length === 0) {
        others ??= loadsOthers(nginx);
        if (!others && !isTemplate(file)) report(at, 'unknown', { name });
        continue;
      }
      const edits = edit(node.name.start, node.name.end, near[0]!);
      // Which of several is for a person to choose.
      const fixes = near.length === 1 ? [{ fix: 'rename', edits, data: { near: near[0]! } } as const] : [];
      report(at, 'similar', { name, near: { list: near, word: 'or' } }, { fixes });
    }
  },
});

/** Names to look for; with more unknown ones a text is hardly a configuration. */
const mostSuggestions = 100;

/** The closest names that nginx would take instead of an unknown one. */
function suggestions(target: Target): (name: string, place: Place, d: Directive) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  return (name, place, d) => {
    const key = `${name} ${place.ns} ${place.contexts} ${d.node.args.length} ${d.node.block !== undefined}`;
    let near = known.get(key);
    if (!near) {
      const some = known.size < mostSuggestions && name.length < 60;
      near = some ? closest(name, directiveNames(), (c) => isTaken(c, place, target, d, d.node.args.length)) : [];
      known.set(key, near);
    }
    return near;
  };
}

/** Whether nginx would take a directive of that name here, with as many arguments and a block where this one has one. */
function isTaken(name: string, place: Place, target: Target, { node }: Directive, count: number): boolean {
  const meaning = meaningAt(name, place, target);
  return (
    meaning.kind === 'known' &&
    meaning.readings.some(({ form }) => form.arity !== '' && form.block === (node.block !== undefined) && takes(form, count))
  );
}
