/**
 * How authors name TCP states beside their settings, in the languages they write. Counted over some 320 comments that stand
 * next to tcp_fin_timeout: a TIME_WAIT word was meant so in 78 of 84, a FIN_WAIT_2 word in 101 of 101; words such as 回收,
 * recycle, release, timeout, 等待时间 proved nothing. All apply to normalised text (`normalise`).
 */

/** Not TIME_WAIT: TIME_WAIT_2 (a slip for FIN_WAIT_2), TIME_OUT, "time to wait", key names such as ..._timeout_time_wait. */
export const timeWait =
  /(?<![A-Za-z0-9_.])(?:tcp[-_ ])?time[\s_-]{0,3}waits?(?:sockets?)?(?![A-Za-z0-9_]|-2)|(?<![A-Za-z])(?:2\s?[*×xX]?\s?)?MSL(?![A-Za-z])|(?:最大报文段?|最大報文段?|报文段?最大|報文段?最大)(?:生存|寿命|壽命)|maximum segment lifetime/giu;

/** FIN_WAIT_1 alone is another state; 主动关闭, half-open, 半开, 半连接 are other things. */
export const finWait2: readonly RegExp[] = [
  /FIN[\s_-]{0,2}WAIT(?![\s_-]{0,2}1(?!\s?[(（/]))/i,
  /(?<![A-Za-z])FIN[\s_-]?2(?![0-9])/i,
  /orphan|孤儿|孤兒|孤立|osieroc|сирот|무소속|孤児/i,
  /half[\s-]clos|半关闭|半關閉|半クローズ/i,
  /wait(?:ing|s)?\b[^.。]{0,14}\bfor (?:(?:a|the|its|their) )?(?:peer'?s? |remote(?: side'?s)? |other (?:side|end)'?s? |last |final )?FIN\b/i,
  /等[待到候]?[^。.;；\n]{0,12}(?<![A-Za-z])FIN(?![A-Za-z_-])|(?<![A-Za-z])FIN ?(?:パケット)?(?:を待|待ち)|FIN(?:을|를) ?기다/i,
  /本端(?:要求)?(?:关闭|断开|關閉|斷開)/,
];

/** How far before and behind a state's name a denial may stand. */
export const denialWindow = 24;

/** Denials of an effect or of an identity only: "must not stay in TIME_WAIT" and 不会堆积 TIME_WAIT still mean TIME_WAIT. */
export const deniedBefore =
  /(?:不(?:会|會|能|再)?(?:影响|影響|控制|改变|改變|改动|调整|缩短|縮短|减少|減少|降低|决定|決定|涉及|作用于)|不(?:是|等于|等於|管)|并非|並非|而非|无关|無關)[^,，。;；\n]{0,6}$|(?:\bnot\b|n't\b|\bnever\b)\s(?:(?:affect|change|touch|control|shorten|reduce|influence|alter|govern|set|concern|mean|be|about|for|apply to|related to)\s)?(?:the |a |any )?['"]?$|\b(?:no|without) (?:effect|influence|impact) on (?:the )?$|\b(?:nothing (?:to do with|about|for|to)|unrelated to|independent of|rather than|instead of|leaves) (?:the )?$|≠\s?$|(?<![а-яё])не\s(?:(?:влияет|меняет|трогает|касается|управляет|про|для)[^.;,]{0,8})?$|\bnie (?:wpływa|zmienia|dotyczy)[^.;,]{0,6}$|\bnicht (?:für |die |den |der |auf )?$|\bkein\w* Einfluss auf (?:die |den )?$|\bpas (?:sur |le |la |l')?$/i;

export const deniedAfter =
  /^[^。.;；,，\n]{0,8}?(?:無關|无关|没有?关系|沒有?關係|不受|不变|不變|固定|不可(?:调|改|配)|无法(?:调|改|缩|配)|不能(?:调|改|缩|配)|[改调]不了|には?影響しな|ではな|とは無関係|[와과]\s*무관|[이가]?\s*아니|아님|상관없|영향\s*없|unaffected|untouched|unchanged|\balone\b|\bcan(?:not| not|'t) be\b|\bis (?:a )?(?:fixed|constant|hard-?coded|separate)|\bis(?: not|n't) (?:affected|changed|touched|controlled|tunable|configurable)|\bstays\b|(?<![а-яё])не\s(?:влия|меня|трога|затраг|каса)|nicht betroffen|\bbleibt\b|\bnie (?:zmienia|wpływa))/i;

/** The way from one state to the other, rightly described. */
export const passesOnTo =
  /FIN[\s_-]{0,2}WAIT[\s_-]{0,2}2?[^。.;\n]{0,24}?(?:から|到|转|轉|进入|進入|→|->|=>|\bto\b|\binto\b)[^。.;\n]{0,8}TIME[\s_-]{0,3}WAIT/i;

/** Text that was written for tcp_tw_reuse, tcp_tw_recycle or tcp_max_tw_buckets where one of them stands near: not to be quoted as this key's. */
export const neighboursText = /reus|recycl|bucket|重用|复用|複用|再利用|快速回收/i;

/**
 * Full-width letters, text copied out of PDF files, typographic dashes; white space and line ends of a comment become one
 * blank. NFKC leaves U+2ED3 of the CJK Radicals Supplement alone.
 */
export function normalise(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]/g, '-')
    .replace(/\u2ed3/g, '长')
    .replace(/[\s#]+/g, ' ')
    .trim();
}
