import { ruleFor } from '../../core/rule.ts';
import { shorten } from '../../core/text.ts';
import { all, any, before, type VersionRange } from '../../core/version.ts';
import { computedDefaults, moreDefaults, sameDefault } from '../facts/comment-claims.ts';
import { factsOf, type KeyFacts } from '../facts/keys.ts';
import { type Claim, claimedDefault, claimedLimit, otherPosition, otherValue } from '../model/claims.ts';
import { surroundingsOf } from '../model/comments.ts';
import { onlyRedHats } from '../model/life.ts';
import { type Sysctl, spanOfSetting } from '../model/model.ts';
import { isPresent } from '../model/settings.ts';

export default ruleFor<Sysctl>()({
  id: 'sysctl/comment-contradicts-value',
  since: '0.2.0',
  messages: {
    value: {
      severity: 'warning',
      en: '{key} = {value}, but its comment says "{words}": one of the two was left behind',
      'zh-CN': '{key} = {value}，但注释写着“{words}”：两者必有一个忘了改',
    },
    on: {
      severity: 'warning',
      en: '{key} = {value} is off, but its comment says "{words}": one of the two was left behind',
      'zh-CN': '{key} = {value} 是关闭，但注释写着“{words}”：两者必有一个忘了改',
    },
    off: {
      severity: 'warning',
      en: '{key} = {value} is on, but its comment says "{words}": one of the two was left behind',
      'zh-CN': '{key} = {value} 是开启，但注释写着“{words}”：两者必有一个忘了改',
    },
    initial: {
      severity: 'warning',
      en: 'the comment is wrong about the default of {key} ("{words}"), whatever is set here: {when} it is {usual}',
      'zh-CN': '注释对 {key} 默认值的说法（“{words}”）不对，这与此处的取值无关：{when}，默认值是 {usual}',
    },
    partly: {
      severity: 'info',
      en: 'the comment is out of date about the default of {key} ("{words}"), whatever is set here: {when} it is {usual}',
      'zh-CN': '注释对 {key} 默认值的说法（“{words}”）已经过时，这与此处的取值无关：{when}，默认值是 {usual}',
    },
    computed: {
      severity: 'warning',
      en: 'the comment is wrong about the default of {key} ("{words}"), whatever is set here: the kernel computes it from the memory, always a power of two such as {usual}',
      'zh-CN':
        '注释对 {key} 默认值的说法（“{words}”）不对，这与此处的取值无关：内核按内存大小计算它，结果总是 2 的幂，例如 {usual}',
    },
    limit: {
      severity: 'warning',
      en: 'the comment allows more than the kernel does ("{words}"): {when} {key} takes no more than {most}',
      'zh-CN': '注释允许的值（“{words}”）超出了内核的限制：{when}，{key} 不能大于 {most}',
    },
  },
  check({ files, target: { kernel } }, report) {
    const told = new Set<unknown>();
    for (const a of files.flatMap((f) => f.assignments)) {
      const facts = factsOf(a.path);
      const { behind, own, heading } = surroundingsOf(a);
      const comment = behind === undefined ? (own ?? heading) : a;
      if (!a.numbers || !facts || told.has(comment)) continue;
      const where = spanOfSetting(a);
      const data = (claim: { readonly words: string }) => ({ key: a.line.key.text, words: shorten(claim.words) });
      const value = a.value.text;

      const other = ofKeepaliveUnit.has(a.path) ? undefined : otherValue(a);
      const position = otherPosition(a);
      if (other || position) told.add(comment);
      if (other) report(where, 'value', { ...data(other), value });
      else if (position) report(where, position.position, { ...data(position), value });
      // Before 3.9 nothing is told of defaults and bounds.
      if (other || position || !isPresent(facts, kernel) || any(kernel, before('3.9'))) continue;

      const initial = claimedDefault(a);
      const usual = computedDefaults.get(a.name);
      const history = historyOf(facts, kernel);
      const wrong = initial ? history.filter((d) => !isSame(facts, d.value, initial)) : [];
      const last = history.at(-1);
      if (initial && usual !== undefined && !isPowerOfTwo(initial)) {
        told.add(comment);
        report(where, 'computed', { ...data(initial), usual });
      } else if (initial && last && wrong.includes(last) && !(history.length > 1 && onlyRedHats(kernel))) {
        told.add(comment);
        const everywhere = wrong.length === history.length;
        const from = everywhere ? history[0]!.period.from : last.period.from;
        const when = { product: 'kernel' as const, ranges: kernel, period: { from, until: last.period.until } };
        const values = { list: (everywhere ? wrong : [last]).map((d) => d.value), word: 'or' as const };
        report(where, everywhere ? 'initial' : 'partly', { ...data(initial), when, usual: values });
      }

      const limit = claimedLimit(a);
      const bound = limit && facts.forms.find((f) => f.max !== undefined && f.max < limit.numbers[0]!);
      if (!limit || bound?.max === undefined || facts.forms.some((f) => f.from > bound.from && f.max !== bound.max)) continue;
      const period = { from: bound.from, until: Number.POSITIVE_INFINITY };
      if (all(kernel, period))
        report(where, 'limit', { ...data(limit), most: bound.max, when: { product: 'kernel', ranges: kernel, period } });
    }
  },
});

/** Two reports about one line would be one too many. */
const ofKeepaliveUnit: ReadonlySet<string> = new Set(['net/ipv4/tcp_keepalive_time', 'net/ipv4/tcp_keepalive_intvl']);

/** What it starts with on the targeted kernels, and when; nothing where some of that is not known. */
function historyOf({ name, defaults }: KeyFacts, kernel: readonly VersionRange[]) {
  const known = defaults.length ? defaults : (moreDefaults.get(name) ?? []);
  const here = known
    .map(({ from, value }, i) => ({ value, period: { from, until: known[i + 1]?.from ?? Number.POSITIVE_INFINITY } }))
    .filter(({ period }) => any(kernel, period));
  const told = here.flatMap(({ value, period }) => (value === undefined ? [] : [{ value, period }]));
  return told.length === here.length ? told : [];
}

/** Of what depends on memory only the numbers that do not are compared. */
function isSame({ name, unit }: KeyFacts, value: string, { numbers }: Claim): boolean {
  if (numbers.join(' ') === sameDefault.get(name)) return true;
  return value.split(' ').every((text, i) => {
    const [n, said] = [Number(text), numbers[i] ?? Number.NaN];
    return n === said || (unit === 'bytes' && Math.abs(n - said) <= n / 10);
  });
}

const isPowerOfTwo = ({ numbers }: Claim) => numbers.every((n) => Number.isInteger(Math.log2(n)));
