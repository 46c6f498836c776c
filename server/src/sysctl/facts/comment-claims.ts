import type { Version } from '../../core/version.ts';

/**
 * How comments claim a value, a default, a limit, on or off. Read in some 950 comments beside 26 keys, in eight languages:
 * what is left out (advice, ranges, old values, legends) is left out because it was no claim. All of it applies to text that
 * `normalise` of comment-words.ts went through.
 */

/** Directly before a number: the comment says what its author wrote below. */
export const targetWord =
  /(?:(?:修改|更改|变更|改|調整|调整|设置|设定|設定|设|調|调|降低|降|缩短|縮短|减少|减小|提高|增大|加大|增加|扩大|扩|加|优化)[^\d,，。;；:：]{0,8}?(?:为|為|成|到|至)|长度为|(?:changed?|set(?:ting|s)?|adjusted)(?: \w+){0,3}? to|(?:reduc\w+|lower\w*|decreas\w+|shorten\w*|cut|drop\w*|rais\w+|increas\w+|widen\w*|bump\w*|down|up)(?: [^\s,.;]+){0,6}? to|->|=>|→|⇒)\s?[:=]?\s?(?:约|大约|about |around |approx\.? |~)?$/i;

/** Directly before a number: a default, an old value, advice or a limit. */
export const otherValueWord =
  /(?:默认|默認|缺省|預設|预设|default|기본|デフォルト|по умолчанию|domyśln\w*|standard|d[ée]faut|原来|原先|原為|原|之前|以前|旧|from|was|previously|old|建议|推荐|推薦|recommend\w*|should be|at least|at most|至少|最多|最低|最小|最大|不(?:应|要|能|得)?(?:大于|小于|超过|低于|少于)|less than|more than|over|above|below|under|minimum|maximum|>=|<=|≥|≤|<|>|RFC|kernel|linux|内核|核心|版本|version|step|第)\s?(?:值|的|是|为|:|=|of|is|are)?[\s,:(]*$/i;

/** Directly behind a number: it is one end of a range, or a bound. */
export const openEnded = /^\s?(?:~|-|–|到|至|to )\s?\d|^\s?(?:or\b|或|以上|以下|以内|内|左右太|太)/i;

/** In the same part of the sentence before a number: advice. */
export const advice =
  /should|must|(?<![a-z])(?:do not|don't|never|could|may|can|if)(?![a-z])|不要|不应|不能|建议|推荐|可(?:以)?(?:改|设|调)|如果|若|例如|e\.g\./i;

/** What may stand behind a number that counts what the key counts. */
export const countNoun =
  /^\s?(?:$|[^\p{L}\d%\s.]|\.(?!\d)|(?:connections?|sockets?|packets?|entries|times|retries)(?![a-z])|个|個|條|条|次|连接)/iu;

export const numberWord =
  '(?<![\\d.A-Za-z_]|[^\\d]-|^-)\\d+(?:\\.\\d+)?|[一两兩二三四五六七八九十半]+|(?<![A-Za-z])(?:one|two)(?![A-Za-z])';

/** Seconds, by the words for them. */
export const timeUnits: readonly (readonly [RegExp, number])[] = [
  [/^(?:毫秒|ミリ秒|(?:ms|msecs?|millisec\w*)(?![A-Za-z]))/i, 0.001],
  [/^(?:秒[钟鐘]?|초|giây|(?:s|secs?|seconds?|sek\w*)(?![A-Za-z])|сек[а-я]*)/i, 1],
  [/^(?:分[钟鐘]?|분|phút|(?:min|mins|minut\w*)(?![A-Za-z])|мин[а-я]*)/i, 60],
  [/^(?:[个個]?小[时時]|時間|시간|(?:h|hr|hrs|hours?|godzin\w*|stunden?|heures?)(?![A-Za-z])|час[а-я]*)/i, 3600],
  [/^(?:天|日|일|(?:d|days?|dni|tage?n?|jours?)(?![A-Za-z])|(?:дн|ден)[а-я]*)/i, 86_400],
];

export const sizeUnit = /^([KMGT])(?:i?B|b)?(?:ytes?)?(?![A-Za-z0-9/])/i;

/** Keys whose comments speak of a length of time. */
export const timeKey =
  /^net\.(?:ipv4\.tcp_(?:fin_timeout|keepalive_(?:time|intvl))|(?:netfilter|ipv4\.netfilter)\.(?:nf|ip)_conntrack_\w*timeout\w*)$/;

export const countKey =
  /(?:tcp_max_syn_backlog|somaxconn|netdev_max_backlog|tcp_max_tw_buckets|tcp_max_orphans|tcp_syn_retries|tcp_synack_retries|tcp_orphan_retries|tcp_retries[12]|tcp_keepalive_probes|swappiness|file-max|nf_conntrack_max)$/;

export const sizeKey = /^(?:kernel\.shmmax|net\.core\.[rw]mem_(?:max|default)|net\.ipv4\.tcp_[rw]mem)$/;

/** Directly before a number. */
export const defaultWord =
  /(?:(?<![a-z_.])defaults?(?: value)?(?: (?:for (?:this|the) \w+ )?(?:is|of|was|are|to))?|(?:默\s?认|默\s?認|缺省|預設|预设)(?:情况下)?(?:值|数)?|기본(?: 설정)?값?|デフォルト(?:値)?|по умолчанию|domyśln\w*|standard(?:wert|mäßig)?|par d[ée]faut|por defecto|padrão)\s?(?:为|為|是|有|在|:|=|는|은|が|は|\()?\s?(?:only |about |大约|仅|约)?$/i;

/** A default of a part of the kernels, or of a distribution: right for all we know. */
export const ofAVersion =
  /(?:kernel|linux|内核|核心|version|版本|rhel|centos|red ?hat|ubuntu|debian|suse|fedora|el) ?(?:version|版本)?[\sv<>=≥≤]*\d|\d\.\d+(?:\.\d+)? ?(?:kernel|内核)|(?:older|newer|earlier|previous|recent|before|until|up to|since|prior)(?![a-z])|旧版|老版|以前|之前|新版|以后|rhel|centos|red ?hat|ubuntu|debian|suse/i;

/** Directly before the most that a key takes. */
export const limitWord =
  /(?:不(?:应该?|能|得|可|要|会)?(?:大于|超过|高于|多于)|最大(?:值)?(?:可以|能)?(?:为|是|设为|到)|(?:must|can|may|should)(?: ?not|n't) (?:exceed|be (?:greater|higher|larger|more|bigger) than)|maximum(?: value)?(?: is| of|:))\s?$/i;

/** Plain switches, and the words that show that a comment speaks of what they switch. */
export const switches: readonly (readonly [RegExp, RegExp])[] = [
  [/^net\.ipv4\.tcp_syncookies$/, /cookie|SYN|洪水|flood|쿠키|クッキ/i],
  [/^net\.ipv4\.tcp_tw_reuse$/, /重用|复用|複用|reus|再利用|재사용|повторн|переиспольз/i],
  [/^net\.ipv4\.tcp_tw_recycle$/, /回收|recycl/i],
  [/^net\.ipv4\.tcp_timestamps$/, /时间戳|時間戳|timestamp|RFC ?1323|タイムスタンプ|타임스탬프|врем\w+ мет/i],
  [/^net\.ipv4\.tcp_sack$/, /sack|selective|选择/i],
  [/^net\.ipv4\.tcp_window_scaling$/, /window.?scal|窗口|視窗/i],
  [/^net\.(?:ipv4\.ip_forward|ipv[46]\.conf\.[^.]+\.forwarding)$/, /forward|转发|轉發|форвард|포워딩|転送/i],
  [
    /^net\.ipv4\.conf\.[^.]+\.rp_filter$/,
    /revers\w+ ?path|反向路径|反向路徑|源地址|spoof|rp_filter|source (?:address|route) (?:verif|valid)/i,
  ],
  [/^net\.ipv[46]\.conf\.[^.]+\.(?:accept|send|secure)_redirects$/, /redirect|重定向/i],
  [/^net\.ipv[46]\.conf\.[^.]+\.accept_source_route$/, /source.?rout|源路由/i],
  [/^net\.ipv4\.conf\.[^.]+\.log_martians$/, /martian|spoof|log|日志/i],
  [/^net\.ipv4\.tcp_slow_start_after_idle$/, /slow.?start|慢启动|慢啟動/i],
  [/^net\.ipv4\.tcp_moderate_rcvbuf$/, /auto.?tun|moderat|自动调/i],
  [/^net\.ipv4\.tcp_mtu_probing$/, /mtu|黑洞|black.?hole/i],
  [/^net\.ipv4\.tcp_fastopen$/, /fast.?open|快速打开|TFO/i],
];

const onWords =
  '开启|啟用|启用|打开|打開|開啟|开户|启动|激活|(?:enabl(?:e|es|ed|ing)|turn(?:s|ed|ing)?[ -]on|switch(?:es|ed)?[ -]on|activat(?:e|es|ed|ing))(?![a-z])|включ[а-я]*|активир[а-я]*|włącz\\w*|有効|활성화|aktivier\\w*|activer';
const offWords =
  '关闭|關閉|关掉|禁用|停用|不启用|不开启|(?:disabl(?:e|es|ed|ing)|turn(?:s|ed|ing)?[ -]off|switch(?:es|ed)?[ -]off|deactivat(?:e|es|ed|ing))(?![a-z])|отключ[а-я]*|выключ[а-я]*|wyłącz\\w*|無効|비활성화|deaktivier\\w*|désactiver';

/** Anywhere: 비활성화 holds 활성화, 不启用 holds 启用. */
export const on = new RegExp(`(?<!비|不|未)(?:${onWords})`, 'iu');
export const off = new RegExp(offWords, 'iu');
/** As the first word of a line, behind bullets and numbers; Japanese and Korean lines end in it. */
export const opens = (word: RegExp): RegExp =>
  new RegExp(`^(?:[^\\p{L}\\d]|\\d+[.)、:])*(?:表示)?(?:${word.source})|(?:無効|有効|활성화|비활성화)[^\\p{L}]*$`, 'iu');

/** A legend, a default, advice, a second thought: not what the line below is set to. */
export const noSwitchClaim: readonly RegExp[] = [
  /(?<![\d.])[012]\s?(?:=|:|-|表示|为|為|是|代表|即|关|關|开|開|启|禁|off|on(?![a-z])|disab|enab|\()/i,
  /(?:=|为|為|是|:|(?<![a-z])to)\s?['"]?[012]['"]?\s?(?:[,;。.)]|表示|$)|\([01]\)/i,
  /默认|默認|缺省|預設|预设|default|기본|デフォルト|是否|whether|(?<![a-z])if(?![a-z])|uncomment|change to|to (?:en|dis)able|enables? or dis|不(?:建议|推荐|要|必|宜)|慎|勿|可选|recommend|should|required to|unless|otherwise|instead|但|though|(?<![a-z])but(?![a-z])|注意|warning|not en|never|\?|break|caus|problem|导致|造成|会丢|问题|无法|不能/i,
];

/**
 * Defaults that the table of keys does not have. Of tcp_rmem and tcp_wmem the third number depends on memory; 18446744073692774399
 * is ULONG_MAX - 2^24 where a long has 64 bits.
 */
export const moreDefaults: ReadonlyMap<string, readonly { readonly from: Version; readonly value: string }[]> = new Map([
  ['net.core.netdev_max_backlog', [{ from: 0, value: '1000' }]],
  ['net.netfilter.nf_conntrack_tcp_timeout_established', [{ from: 0, value: '432000' }]],
  ['net.netfilter.nf_conntrack_tcp_timeout_time_wait', [{ from: 0, value: '120' }]],
  ['vm.overcommit_memory', [{ from: 0, value: '0' }]],
  [
    'net.ipv4.tcp_rmem',
    [
      { from: 0, value: '4096 87380' },
      { from: 4_020_000, value: '4096 131072' },
    ],
  ],
  ['net.ipv4.tcp_wmem', [{ from: 0, value: '4096 16384' }]],
  [
    'kernel.shmmax',
    [
      { from: 0, value: '33554432' },
      { from: 3_016_000, value: '18446744073692774399' },
    ],
  ],
]);

/** Parts of the table of connections, whose size is a power of two. */
export const computedDefaults: ReadonlyMap<string, number> = new Map([
  ['net.ipv4.tcp_max_tw_buckets', 131_072],
  ['net.ipv4.tcp_max_orphans', 131_072],
  ['net.ipv4.tcp_max_syn_backlog', 2048],
]);

/** Written for the default by whoever knows what the kernel makes of it. */
export const sameDefault: ReadonlyMap<string, string> = new Map([['net.ipv4.tcp_orphan_retries', '8']]);
