// Invented names, in the proportions of surnames that everybody knows; a few characters take four bytes in GB18030.
import type { Draw } from './draw.ts';

const COMMON = [
  ...'王李张刘陈杨赵黄周吴徐孙马朱胡林郭何高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢',
];
const OTHERS = [
  ...'姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤朴',
];
const MEN = [
  ...'伟强军磊勇杰涛超明刚平辉鹏飞斌波宇浩凯健建国志海洋庆春生成龙新林德福荣贵文武俊峰永胜利顺宝山东少华树立学忠仁义',
];
const WOMEN = [
  ...'芳娜秀敏静丽艳娟霞玲桂英凤兰香梅红云莲珍翠玉华燕萍琴雪月花淑慧洁晶莹丹璐琳欣悦佳颖婷雅倩美菊爱素春秋凡㛃',
];

/** A surname; children take their father's. */
export function drawSurname(draw: Draw): string {
  return draw.chance(0.8) ? draw.pick(COMMON) : draw.pick(OTHERS);
}

/** A given name of one character or, mostly, two. */
export function drawGiven(draw: Draw, isMale: boolean): string {
  const from = isMale ? MEN : WOMEN;
  const first = draw.pick(from);
  return draw.chance(0.15) ? first : first + draw.pick(from);
}
