import { ruleFor } from '../../core/rule.ts';
import { formatVersion } from '../../core/version.ts';
import { builtIn } from '../facts/variables.ts';
import { isPlaceholder } from '../model/meaning.ts';
import { type Directive, type Nginx, wordSpan } from '../model/model.ts';
import { variablesDefined } from '../model/symbols.ts';
import { partOf } from '../model/words.ts';

export default ruleFor<Nginx>()({
  id: 'nginx/read-only-variable',
  since: '0.2.0',
  messages: {
    set: {
      severity: 'error',
      en: 'nginx computes {variable} itself, {directive} cannot define it: nginx does not start',
      'zh-CN': '{variable} 由 nginx 自己计算，{directive} 不能定义它：nginx 无法启动',
    },
    later: {
      severity: 'warning',
      en: 'from nginx {since} on nginx computes {variable} itself, and does not start where the configuration defines it',
      'zh-CN': '从 nginx {since} 起，{variable} 由 nginx 自己计算，配置里再定义它会无法启动',
    },
    captured: {
      severity: 'error',
      en: 'the group {group} would define {variable}, which nginx computes itself: nginx does not start',
      'zh-CN': '捕获组 {group} 会定义 {variable}，而它由 nginx 自己计算：nginx 无法启动',
    },
  },
  check(nginx, report) {
    const { nginx: ranges } = nginx.target;
    for (const { directive: d, name, word, captured } of variablesDefined(nginx)) {
      if (d.ns !== 'http' && d.ns !== 'stream') continue;
      const fact = builtIn(name, d.ns);
      if (!fact || fact.prefix || fact.changeable || isPlaceholder(word, d.file) || !isRead(nginx, d)) continue;
      const { first, last = Number.POSITIVE_INFINITY } = fact;
      if (!ranges.some(({ min, max }) => max >= first && min <= last)) continue;
      const variable = `$${name}`;
      if (!ranges.every(({ min, max }) => min >= first && max <= last)) {
        if (last === Number.POSITIVE_INFINITY)
          report(wordSpan(d, word), 'later', { variable, since: formatVersion(first, 'nginx') });
      } else if (captured) {
        const start = word.text.search(new RegExp(`\\(\\?P?[<']${name}[>']`));
        const group = /^\(\?P?[<']\w+[>']/.exec(word.text.slice(start))![0];
        report(partOf(d, word, start, start + group.length), 'captured', { group: `${group}…)`, variable });
      } else if (!isPlaceholder(word, d.file))
        report(wordSpan(d, word), 'set', { variable, directive: d.parent?.name === 'geoip2' ? 'geoip2' : d.name });
    }
  },
});

/** Whether nginx reads a line as what it seems to be. */
function isRead(nginx: Nginx, d: Directive): boolean {
  const block = d.parent?.node.block?.kind === 'entries' || d.parent?.name === 'geoip2' ? d.parent : d;
  return nginx.meaning(block).kind === 'known';
}
