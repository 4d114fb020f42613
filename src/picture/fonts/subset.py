"""Cuts Noto Sans CJK SC Regular down to what the pictures need; see README.md beside it."""

import pathlib
import sys

from fontTools import subset
from fontTools.ttLib import TTFont

SOURCE = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
SIMPLIFIED, JAPANESE = 2, 0  # faces of the collection
HERE = pathlib.Path(__file__).parent
PLAYBOOKS = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "playbooks")

RANGES = [(0x20, 0x7F), (0xA0, 0x180), (0x2010, 0x2028), (0x2030, 0x203F), (0x3000, 0x3020), (0xFF01, 0xFF5F), (0xFFE0, 0xFFE7)]
MARKS = "←↑→↓−≤≥≈≠∞√×÷№℃①②③④⑤⑥⑦⑧⑨⑩■□▲△▼▽◆◇○●★☆✓✔✗♥♡€ΔΣαβσμ"
# Characters of names that GB2312 lacks, and the commonest surnames in their traditional form.
NAMES = (
    "喆堃玥镕煊珺翀赟晞祎甯垚犇旻沄琤瑀偲芃翾彧頔洺汧湉焱燚嫚奡璟璠瑄韡顗昇祐祜祾禤禕龑龢旸暐暤曈栐棪樾橦沨洢洸浛浥淏渟湲溍潆澔"
    "炅烜煐熠燊玎玏玘玙玚玢玶珅珒珣珦珽琇琎琭琲瑱璎璩皛祯禛秾竑箐綦翙翚舸芊苡荞荟莀莳蒨蓁贇赉鋆鋐铖锴镐闳隽霭颀颢飏骐魁鸢鹭黛"
    "陳張劉楊趙黃吳週孫馬羅鄭謝許馮鄧葉閻餘蔣盧陸賈鍾賴龔顏賀顧龍萬錢湯譚韓蕭呂蘇傑偉強軍麗華國榮東風鳳雲寶瓊瑩潔靜嫻龐曉貞慶"
)


def gb2312() -> set[str]:
    found = set()
    for high in range(0xB0, 0xF8):
        for low in range(0xA1, 0xFF):
            try:
                found.add(bytes([high, low]).decode("gb2312"))
            except UnicodeDecodeError:
                pass
    return found


def narrow(font: TTFont) -> dict[int, str]:
    """The narrow twins: private code point -> glyph (the faces of the collection share their glyphs)."""
    wide = font.getBestCmap()
    features = font["GSUB"].table.FeatureList.FeatureRecord
    lookups = font["GSUB"].table.LookupList.Lookup
    twins = {}
    for record in features:
        if record.FeatureTag == "pwid":
            for index in record.Feature.LookupListIndex:
                for table in lookups[index].SubTable:
                    twins.update(getattr(table, "ExtSubTable", table).mapping)
    codes = {0xE018: 0x2018, 0xE019: 0x2019, 0xE01C: 0x201C, 0xE01D: 0x201D, 0xE026: 0x2026}
    glyphs = {code: twins[wide[plain]] for code, plain in codes.items()}
    glyphs[0xE0B7] = TTFont(SOURCE, fontNumber=JAPANESE).getBestCmap()[0xB7]
    return glyphs


def main() -> None:
    chars = {chr(code) for first, end in RANGES for code in range(first, end)} | set(MARKS) | set(NAMES) | gb2312()
    for file in sorted(PLAYBOOKS.rglob("*.toml")):
        chars |= {char for char in file.read_text(encoding="utf-8") if char >= " "}
    font = TTFont(SOURCE, fontNumber=SIMPLIFIED, recalcTimestamp=False)
    twins = narrow(font)
    for table in font["cmap"].tables:
        if table.format == 12:
            table.cmap.update(twins)
    options = subset.Options(
        layout_features=[], hinting=False, notdef_outline=True, name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14], name_languages=[0x409]
    )
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx", "DSIG"]
    cut = subset.Subsetter(options)
    cut.populate(unicodes=[ord(char) for char in chars] + list(twins))
    cut.subset(font)
    font["cmap"].tables = [table for table in font["cmap"].tables if table.format == 12]
    out = HERE / "NotoSansCJKsc-Regular.subset.otf"
    font.save(out)
    missing = sorted(char for char in chars if ord(char) not in font["cmap"].tables[0].cmap)
    print(out.stat().st_size, "bytes,", len(font.getGlyphOrder()), "glyphs; not in the source:", "".join(missing))


main()
