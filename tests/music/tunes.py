"""Short tunes in normal form, made for these tests; every sign of the form occurs in them."""

TUNES = [
    "M:6/8\nL:1/8\nK:Edor\nB|E2B BAB|d>ef gfe|1 e3 d2B:|2 e3 e2||",
    "M:4/4\nL:1/8\nK:G\n|:D2|G2 A2 B2 (3ABA|G>A B<G E2 D2|G2 B2 d2 B2|A2 G2 G2:|",
    "M:3/4\nL:1/8\nK:D\nA2|d4 e2|f3e d2|e4 c2|d4 A2|d4 e2|f3a g2|e6-|e4||",
    "M:2/4\nL:1/16\nK:A\ne2|a4 c'2b2|a2e2 e2e2|f>ed>c B4|A4 A2::c2|B2^A2 B4|e2^d2 e4|A4 A2:|",
    "M:9/8\nL:1/8\nK:Amix\nA3 c2e c2A|G3 B2d B2G|A3 c2e efg|e2c B2A A3|]",
    "M:2/2\nL:1/8\nK:Bb\nF2|B2 B>A Bc de|f2 d2 B2 z2|c2 =e2 _d2 c2|(3Bcd (3cBA B2:|",
    "M:6/8\nL:1/8\nK:Dm\n|:A|d2e f2g|a2^c d3|(2AB A2G|F3- F2:|d|D2d d2c|A2F D3|G3 A2^c|d3 d2|]",
    "M:3/8\nL:1/16\nK:C\nc2e2g2|c'4b2|a2f2d2|(3Bcd B2G2|c6|]",
    "M:12/8\nL:1/8\nK:F#m\nF2A c2A B2G F3|E2F G2E A3 A3|F2A c2A B2G F3|F6 F6|]",
    "M:4/4\nL:1/4\nK:F\nF/G/|A A/B/ c A|G> A B3/2 c/|d/4c/4B/4A/4 G C2|F2- F|]",
    "M:2/4\nL:1/8\nK:Gdor\nG,2 B,D|G2 [1 AB:|[2 BA|^^F__e =e2|G,4|]",
    "M:4/4\nL:1/16\nK:Ephr\nE4>>F4 G4 A4|(5EFGABA2 A4 z4 (3:2:4E2F2GF|E8 e'8[|B,16|]",
]
"""The tenth holds a space inside a broken rhythm, the last but one an ending inside a bar."""
