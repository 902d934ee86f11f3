// The word lists of both languages: their shape, that four letters tell words apart, and that none
// of them is a word nobody should find beside two people's names.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const DENIED = {
    en: `
    abuse affair argue arms bed betray blood bomb bride cancer cheat church court cruel curse dead
    death debt devil divorce doctor drink drug drunk enemy evil faith fault fear fight god grave
    guilt guilty gun hate hell honest hurt husband injury jail jealous judge kill kiss knife
    lawyer leave liar lie loan lonely loyal lust marry mistress naked nude pain pill pistol poison
    police porn pray priest prison punish rape regret revenge rifle rival secret sex shame shoot
    sick sin slap sorry soul spy steal sword tears terror threat trust truth ugly victim virgin
    war weapon wedding whip widow wife witch wound wrong`,
    es: `
    abuso adulto alcohol amante arma bala beso biblia boda bomba bruja carcel castigo celos cruz
    culpa deuda diablo dios divorcio dolor droga enemigo engano error esposa fiel golpe guerra
    herida iglesia infiel juez licor llorar madre matar mentira miedo morir muerte novia odio
    padre pareja pecado pelea perdon pistola policia preso rabia rezar sangre secreto sexo sufrir
    traicion trampa triste venganza viuda vino`,
};

for (const language of ['en', 'es']) {
    const text = readFileSync(new URL(`../../text/words_${language}.txt`, import.meta.url), 'utf8');
    const words = text.split('\n').slice(0, -1);

    test(`${language}: 2,048 words of 3 to 8 plain letters, each line ended`, () => {
        assert.equal(words.length, 2048);
        assert.ok(text.endsWith('\n'));
        for (const word of words) assert.match(word, /^[a-z]{3,8}$/);
    });

    test(`${language}: the first four letters ascend, so that they tell words apart`, () => {
        for (let i = 1; i < words.length; i++)
            assert.ok(words[i - 1].slice(0, 4) < words[i].slice(0, 4), `${words[i - 1]} ${words[i]}`);
    });

    test(`${language}: every word is neutral`, () => {
        const denied = new Set(DENIED[language].trim().split(/\s+/));
        assert.ok(denied.size > 40);
        assert.deepEqual(words.filter((word) => denied.has(word)), []);
    });
}
