import { pinyin } from 'pinyin-pro';

const HAN = /\p{Script=Han}/u;
const MAX_REMEMBERED = 20_000;
const soundOfCharacter = new Map<string, string>();

/**
 * Each character's most usual reading without tone, anything but Han as it is; to compare two texts by sound.
 * The same length as `text` in UTF-16 units.
 */
export function soundsOf(text: string): string[] {
  const sounds: string[] = [];
  for (const char of text) {
    sounds.push(soundOf(char));
    if (char.length === 2) sounds.push('');
  }
  return sounds;
}

function soundOf(char: string): string {
  if (!HAN.test(char)) return char;
  let sound = soundOfCharacter.get(char);
  if (sound === undefined) {
    sound = pinyin(char, { toneType: 'none', v: true });
    if (soundOfCharacter.size < MAX_REMEMBERED) soundOfCharacter.set(char, sound);
  }
  return sound;
}

/** How a name is typed in pinyin, syllable by syllable: 院长 is `yuan` `zhang`, the surname 曾 is `zeng`. */
export function syllablesOf(name: string, isPerson = false): string[] {
  const surname = isPerson ? 'head' : 'off';
  return pinyin(name.toLowerCase(), {
    toneType: 'none',
    type: 'array',
    v: true,
    surname,
    nonZh: 'consecutive',
  }).map((syllable) => syllable.replace(/[^a-z0-9]/g, ''));
}
