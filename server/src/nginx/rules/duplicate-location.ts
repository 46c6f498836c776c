import { ruleFor } from '../../core/rule.ts';
import { type Place, placeOf } from '../model/locations.ts';
import { hasPlaceholder } from '../model/meaning.ts';
import { type Directive, type Nginx, spanOf, wordsOf } from '../model/model.ts';
import { bothPlaces, surelyTogether } from '../model/twice.ts';

export default ruleFor<Nginx>()({
  id: 'nginx/duplicate-location',
  since: '0.2.0',
  messages: {
    duplicate: {
      severity: 'error',
      en: 'the second {location} in one block: nginx does not start',
      'zh-CN': '同一个块里出现了第二个 {location}：nginx 无法启动',
    },
    modifier: {
      severity: 'error',
      en: '{location} and {first} are the same prefix for nginx, which does not start: {modifier} only switches off the expressions after it',
      'zh-CN': '对 nginx 来说 {location} 与 {first} 是同一个前缀，因此无法启动：{modifier} 只是跳过之后的正则匹配',
    },
    unreachable: {
      severity: 'warning',
      en: 'no request ever comes to this {location}: the first one with the same expression takes all of them',
      'zh-CN': '不会有请求进入这个 {location}：前面表达式相同的那一个会接走全部请求',
    },
    'named-twice': {
      severity: 'warning',
      en: 'nginx never uses this second {location}: every jump leads to the first one',
      'zh-CN': 'nginx 永远不会用到这第二个 {location}：所有跳转都会进入第一个',
    },
    outside: {
      severity: 'error',
      en: '{location} does not begin with {prefix}, the path of the location around it: nginx does not start',
      'zh-CN': '{location} 不以外层 location 的路径 {prefix} 开头：nginx 无法启动',
    },
    'inside-exact': {
      severity: 'error',
      en: '{location} cannot stand inside {outer}, which takes one path only: nginx does not start',
      'zh-CN': '{location} 不能放在只匹配单个路径的 {outer} 里面：nginx 无法启动',
    },
    'inside-named': {
      severity: 'error',
      en: '{location} cannot stand inside {outer}, a location without a path: nginx does not start',
      'zh-CN': '{location} 不能放在没有路径的 {outer} 里面：nginx 无法启动',
    },
    'named-inside': {
      severity: 'error',
      en: '{location} has a name, such a location stands directly in a server: nginx does not start',
      'zh-CN': '{location} 是命名 location，只能直接放在 server 里：nginx 无法启动',
    },
  },
  notes: {
    first: { en: 'the first one', 'zh-CN': '第一个在这里' },
    outer: { en: 'the location around it', 'zh-CN': '外层的 location' },
  },
  toldAt: ['first', 'outer'],
  check(nginx, report) {
    const blocks = new Map<Directive | undefined, Map<string, Directive>>();
    for (const d of nginx.directives('location')) {
      const { parent } = d;
      if (!d.node.block || d.ns === 'stream' || hasPlaceholder(d)) continue;
      const place = placeOf(d);
      if (!place || nginx.meaning(d).kind !== 'known') continue;
      const location = wordsOf(d);
      const outer = parent?.name === 'location' ? parent : undefined;
      const around = outer && !hasPlaceholder(outer) ? placeOf(outer) : undefined;
      const wrong = around && misplaced(place, around);
      if (wrong) {
        const extras = { related: [{ note: 'outer', at: spanOf(outer!) }] } as const;
        if (wrong === 'outside') report(spanOf(d), wrong, { location, prefix: around.name }, extras);
        else if (wrong === 'named-inside') report(spanOf(d), wrong, { location }, extras);
        else report(spanOf(d), wrong, { location, outer: wordsOf(outer!) }, extras);
        continue;
      }
      let seen = blocks.get(parent);
      if (!seen) {
        seen = new Map();
        blocks.set(parent, seen);
      }
      const first = earlier(seen, place);
      if (!first) {
        seen.set(`${place.kind} ${place.name}`, d);
        continue;
      }
      if (!surelyTogether(first, d, parent !== undefined)) continue;
      const at = bothPlaces(first, d);
      const extras = { related: [{ note: 'first', at: at.first }] } as const;
      if (place.kind === 'named') report(at.second, 'named-twice', { location }, extras);
      else if (place.kind !== 'exact' && place.kind !== 'prefix') report(at.second, 'unreachable', { location }, extras);
      else if (place.kind === 'prefix' && placeOf(first)?.final !== place.final)
        report(at.second, 'modifier', { location, first: wordsOf(first), modifier: '^~' }, extras);
      else report(at.second, 'duplicate', { location }, extras);
    }
  },
});

/** The location before that takes what this one would; an expression that ignores case takes also what the same one with case does. */
function earlier(seen: ReadonlyMap<string, Directive>, { kind, name }: Place): Directive | undefined {
  return seen.get(`${kind} ${name}`) ?? (kind === 'regex' ? seen.get(`caseless ${name}`) : undefined);
}

/** What `ngx_http_core_location` asks about a location inside another one, in its order. */
function misplaced(inner: Place, outer: Place) {
  if (outer.kind === 'exact') return 'inside-exact';
  if (outer.kind === 'named') return 'inside-named';
  if (inner.kind === 'named') return 'named-inside';
  // The text of an outer expression counts as its path, too.
  const free = inner.kind === 'regex' || inner.kind === 'caseless' || inner.name.startsWith(outer.name);
  return free ? undefined : 'outside';
}
