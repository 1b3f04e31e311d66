/** How much of what fits where: characters unless it says otherwise. */
export interface CardLimits {
  title: number;
  titleOfVote: number;
  subtitle: number;
  /** Of cards to choose on, which have no rows. */
  longSubtitle: number;
  body: number;
  rows: number;
  rowName: number;
  rowValue: number;
  /** WeCom names no limit; what is longer is easier to copy from a message anyway. */
  quote: number;
  figure: number;
  figureName: number;
  /** Entries that open a page, and their titles. */
  jumps: number;
  jumpTitle: number;
  /** Lines below a picture. */
  verticals: number;
  verticalTitle: number;
  verticalText: number;
  /** Width by height. */
  pictureRatio: { least: number; most: number };
  buttons: number;
  buttonLabel: number;
  selects: number;
  options: number;
  optionLabel: number;
  voteOptions: number;
  voteOptionLabel: number;
  /** Bytes of what a button or an option carries. */
  keyBytes: number;
  optionIdBytes: number;
}

/** Cards of a self-built app (path/90236). */
export const APP_LIMITS: CardLimits = {
  title: 36,
  titleOfVote: 16,
  subtitle: 44,
  longSubtitle: 160,
  body: 160,
  rows: 6,
  rowName: 5,
  rowValue: 30,
  quote: 128,
  figure: 14,
  figureName: 22,
  jumps: 3,
  jumpTitle: 18,
  verticals: 4,
  verticalTitle: 38,
  verticalText: 160,
  pictureRatio: { least: 1.3, most: 2.25 },
  buttons: 6,
  buttonLabel: 10,
  selects: 3,
  options: 10,
  optionLabel: 16,
  voteOptions: 20,
  voteOptionLabel: 17,
  keyBytes: 1_024,
  optionIdBytes: 128,
};

/** Cards of a 智能机器人 (path/101032): the same five kinds, shorter. */
export const AIBOT_LIMITS: CardLimits = {
  ...APP_LIMITS,
  title: 26,
  titleOfVote: 16,
  subtitle: 30,
  longSubtitle: 112,
  body: 112,
  rowValue: 26,
  figure: 10,
  figureName: 15,
  jumpTitle: 13,
  verticalTitle: 26,
  verticalText: 112,
  optionLabel: 10,
  voteOptionLabel: 11,
};

/** Of every address on a card, in an article, behind a text card. */
export const URL_BYTES = 2_048;
