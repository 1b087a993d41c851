"""The words that the site itself says, in both languages."""

from __future__ import annotations

from coursekit.pages import Language

PHRASES: dict[str, dict[Language, str]] = {
    "lesson": {"zh": "第 {id} 课", "en": "Lesson {id}"},
    "module": {"zh": "模块 {number}", "en": "Module {number}"},
    "example": {"zh": "示例", "en": "Example"},
    "case": {"zh": "案例", "en": "Case"},
    "claim": {"zh": "流行说法核查", "en": "Popular claim, checked"},
    "limit": {"zh": "何时不用", "en": "When not to use it"},
    "answer": {"zh": "参考答案", "en": "Model answer"},
    "question": {"zh": "第 {number} 题", "en": "Question {number}"},
    "single": {"zh": "单选", "en": "choose one"},
    "multiple": {"zh": "多选", "en": "choose all that apply"},
    "explanations": {"zh": "答案与解析", "en": "Answer and explanations"},
    "right": {"zh": "对", "en": "Right"},
    "wrong": {"zh": "不对", "en": "Not this"},
    "figure": {"zh": "图 {number}", "en": "Figure {number}"},
    "sources": {"zh": "本页来源", "en": "Sources of this page"},
    "sources-legend": {
        "zh": "编号后的字母是证据等级：A 一手文献，B 可靠的二手来源，C 实务经验，D 有争议。",
        "en": "The letter after a number grades the evidence: A primary document, B reputable secondary source, "
        "C practitioner's rule of thumb, D disputed.",
    },
    "source": {"zh": "来源 {number}，{grade}", "en": "Source {number}, {grade}"},
    "back": {"zh": "回到正文引用处 {number}", "en": "Back to citation {number} in the text"},
    "seen": {"zh": "查阅于 {date}。", "en": "Seen {date}."},
    "to-term": {"zh": "查看词条", "en": "Open the glossary entry"},
    "used-in": {"zh": "用到它的课", "en": "Lessons that use it"},
    "minutes": {"zh": "用时", "en": "Time"},
    "reading-practice": {"zh": "阅读 {reading} + 练习 {practice}", "en": "{reading} reading + {practice} practice"},
    "prerequisites": {"zh": "先修", "en": "Before this"},
    "audience": {"zh": "适合", "en": "For"},
    "objectives": {"zh": "学完这一课，你能", "en": "After this lesson you can"},
    "outcomes": {"zh": "学完这个模块，你能", "en": "After this module you can"},
    "reviewed": {"zh": "内容复核", "en": "Content reviewed"},
    "total": {"zh": "合计", "en": "Total"},
    "lessons-count": {"zh": "{count} 课", "en": "{count} lessons"},
    "lesson-count": {"zh": "{count} 课", "en": "{count} lesson"},
    "column-module": {"zh": "模块", "en": "Module"},
    "column-lesson": {"zh": "课", "en": "Lesson"},
    "column-content": {"zh": "学到什么", "en": "What you take away"},
    "column-time": {"zh": "用时", "en": "Time"},
    "unpublished": {"zh": "未发布", "en": "not published"},
    "unpublished-note": {
        "zh": "没有链接的课还在审校，时长按课程大纲计。",
        "en": "Lessons without a link are still under review; their times are those of the course plan.",
    },
    "map": {"zh": "课程地图", "en": "Course map"},
    "diagram-scroll": {"zh": "图：{title}（可横向滚动）", "en": "Figure: {title} (scrolls sideways)"},
    "table-scroll": {"zh": "表格（可横向滚动）", "en": "Table (scrolls sideways)"},
}  # fmt: skip

ROLES: dict[str, dict[Language, str]] = {
    "product": {"zh": "产品经理", "en": "product managers"},
    "marketing": {"zh": "市场人员", "en": "marketers"},
    "sales": {"zh": "销售负责人", "en": "sales leaders"},
    "founder": {"zh": "创业者", "en": "founders"},
    "investor": {"zh": "投资人", "en": "investors"},
}


def phrase(key: str, language: Language, **values: object) -> str:
    """Return one of the site's phrases with its values filled in."""
    return PHRASES[key][language].format(**values)


def duration(minutes: int, language: Language) -> str:
    """Return minutes as people say them: "45 分钟", "2 小时 5 分钟"; "45 min", "2 h 5 min"."""
    hours, rest = divmod(minutes, 60)
    hour, minute = ("小时", "分钟") if language == "zh" else ("h", "min")
    parts = [f"{hours} {hour}"] if hours else []
    if rest or not hours:
        parts.append(f"{rest} {minute}")
    return " ".join(parts)
