"""The words that the site itself says, in both languages."""

from __future__ import annotations

from datetime import date

from coursekit.pages import Language, Page

PHRASES: dict[str, dict[Language, str]] = {
    "lesson": {"zh": "第 {id} 课", "en": "Lesson {id}"},
    "module": {"zh": "模块 {number}", "en": "Module {number}"},
    "example": {"zh": "示例", "en": "Example"},
    "case": {"zh": "案例", "en": "Case"},
    "claim": {"zh": "流行说法核查", "en": "Popular claim, checked"},
    "limit": {"zh": "何时不用", "en": "When not to use it"},
    "answer": {"zh": "参考答案", "en": "Model answer"},
    "question": {"zh": "第 {number} 题", "en": "Question {number}"},
    "permalink": {"zh": "本节的固定链接", "en": "Link to this section"},
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
    "undated": {"zh": "无日期", "en": "n.d."},
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
    "pending-section": {
        "zh": "本节的英文版更新于 {date}，中文版尚未跟上。两者不一致时，以英文版为准。",
        "en": "The Chinese version of this section was updated on {date}; the English has not caught up yet. "
        "Where the two differ, go by the Chinese.",
    },
    "pending-opening": {
        "zh": "本页开头的英文版更新于 {date}，中文版尚未跟上。两者不一致时，以英文版为准。",
        "en": "The Chinese version of this page’s opening was updated on {date}; the English has not caught up yet. "
        "Where the two differ, go by the Chinese.",
    },
    "pending-front": {
        "zh": "本页标题、简介或学习目标的英文版更新于 {date}，中文版尚未跟上。两者不一致时，以英文版为准。",
        "en": "The Chinese version of this page’s title, description, or objectives was updated on {date}; the English has "
        "not caught up yet. Where the two differ, go by the Chinese.",
    },
    "pending-link": {"zh": "阅读本节的英文版", "en": "Read this section in Chinese"},
    "pending-page": {"zh": "阅读本页的英文版", "en": "Read this page in Chinese"},
    "course": {"zh": "GTM 战略", "en": "GTM Strategy"},
    "short-address": {"zh": "短地址", "en": "Short address"},
    "short-addresses": {"zh": "短地址", "en": "Short addresses"},
    "short-list": {
        "zh": "短地址会打开读者所用语言的页面，适合写进幻灯片和讲义。术语、案例和流行说法也各有短地址，写在各自的条目里。",
        "en": "A short address opens the page in the reader’s language, so it suits slides and handouts. Terms, cases, and "
        "popular claims have short addresses, too, shown in their entries.",
    },
    "moved-page": {"zh": "这一页搬家了", "en": "This page has moved"},
    "moved-sections": {"zh": "原来的各节现在在这里：", "en": "Its sections are now here:"},
    "moved-section": {"zh": "这一节搬到了：", "en": "This section has moved to: "},
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
    "teacher": {"zh": "给带讨论的人", "en": "For whoever leads the discussion"},
    "case-name": {"zh": "公司", "en": "Company"},
    "case-verdict": {"zh": "说明什么", "en": "What it shows"},
    "facet-motion": {"zh": "GTM 模式", "en": "Motion"},
    "facet-region": {"zh": "地区", "en": "Region"},
    "facet-stage": {"zh": "市场阶段", "en": "Market stage"},
    "case-years": {"zh": "年份", "en": "Years"},
    "facet-outcome": {"zh": "后来", "en": "Outcome"},
    "claim-lessons": {"zh": "课文里的说法：", "en": "Told in:"},
    "filter": {"zh": "筛选", "en": "Filter"},
    "filter-all": {"zh": "全部", "en": "All"},
    "filter-count": {"zh": "显示 {{shown}} / {{total}} 条", "en": "Showing {{shown}} of {{total}}"},
    "facet-topic": {"zh": "话题", "en": "Topic"},
    "facet-verdict": {"zh": "结论", "en": "Verdict"},
    "filter-search": {"zh": "输入即筛选", "en": "Type to filter"},
    "facet-area": {"zh": "领域", "en": "Area"},
    "facet-module": {"zh": "用到它的模块", "en": "Used in module"},
    "facet-order": {"zh": "排序", "en": "Order"},
    "facet-grade": {"zh": "证据等级", "en": "Grade"},
    "order-pinyin": {"zh": "按拼音", "en": "By pinyin of the Chinese name"},
    "order-latin": {"zh": "按英文名", "en": "A–Z"},
    "term-map": {"zh": "术语地图", "en": "Map of the terms"},
    "term-count": {"zh": "{count} 个术语", "en": "{count} terms"},
    "glossary-files": {"zh": "把术语表带走", "en": "Take the glossary with you"},
    "glossary-csv": {"zh": "CSV 表格：", "en": "CSV for spreadsheets: "},
    "glossary-anki": {"zh": "Anki 记忆卡：", "en": "Anki deck: "},
    "glossary-in-zh": {"zh": "中文", "en": "Chinese"},
    "glossary-in-en": {"zh": "英文", "en": "English"},
    "glossary-in-both": {"zh": "中英对照", "en": "both"},
    "bands-source": {"zh": "口径、样本与来源见“基准数据”", "en": "Definitions, samples, and sources: see Benchmarks"},
    "bands-metric": {"zh": "指标", "en": "Metric"},
    "bands-number": {"zh": "第 {number} 档", "en": "Band {number}"},
    "source-count": {"zh": "共 {count} 条来源", "en": "{count} sources"},
    "cited-in": {"zh": "引用它的页面：", "en": "Cited in: "},
    "sheet-example": {"zh": "示例（虚构公司）", "en": "Example (invented company)"},
    "sheet-blank": {"zh": "空白表", "en": "Blank"},
    "sheet-field": {"zh": "项目", "en": "Item"},
    "sheet-value": {"zh": "内容", "en": "Value"},
    "sheet-choose": {"zh": "选一项：{options}", "en": "Choose: {options}"},
    "downloads": {"zh": "下载这张表", "en": "Download this tool"},
    "download-xlsx": {
        "zh": "表格（XLSX，含公式、下拉选项和填好的示例）",
        "en": "Spreadsheet (XLSX: formulas, drop-down lists, filled-in example)",
    },
    "download-docx": {"zh": "文档（DOCX，适合写成段落的内容）", "en": "Document (DOCX, for what is written as prose)"},
    "download-md": {"zh": "Markdown（适合放进代码仓库）", "en": "Markdown (for a repository)"},
    "download-other": {"zh": "英文版", "en": "In Chinese"},
    "calculator": {"zh": "计算器", "en": "Calculator"},
    "calculator-inputs": {"zh": "填你的数（已填的是课文的示例）", "en": "Your numbers (those of the lesson’s example stand here)"},
    "calculator-noscript": {
        "zh": "浏览器没有运行脚本，这里只显示课文示例的结果。",
        "en": "Scripts do not run in this browser, so only the results of the lesson’s example are shown.",
    },
    "calculator-limits": {"zh": "这些数没有告诉你的", "en": "What these numbers do not tell you"},
    "calculator-lesson": {"zh": "讲它的课：{id} {title}", "en": "Taught in lesson {id}, {title}"},
    "calculator-bands": {"zh": "分档出自“基准数据”", "en": "Bands: see Benchmarks"},
    "calculators-all": {"zh": "全部计算器", "en": "All calculators"},
    "file-blank": {"zh": "空白表", "en": "Blank sheet"},
    "file-example": {"zh": "填好的示例：晴账（虚构公司）", "en": "Filled-in example: Qingzhang (an invented company)"},
    "file-colours": {
        "zh": "浅黄色的格子由你填写；粗体的结果自动计算，不用改。",
        "en": "Fill in the pale yellow cells; results in bold compute themselves and need no change.",
    },
    "file-formulas": {
        "zh": "下拉选项和它们的分值在最后一张表；改了分值，结果会跟着变。",
        "en": "The options of the drop-down lists and their values are on the last sheet; change a value, and results follow.",
    },
    "file-licence": {
        "zh": "出自开放课程“GTM 战略”，表格按 CC BY-SA 4.0 许可使用；你填写的内容归你所有。",
        "en": "From the open course “GTM Strategy”; the sheet is under the license CC BY-SA 4.0, what you fill in is yours.",
    },
    "file-error": {"zh": "请检查", "en": "Please check"},
    "file-error-list": {"zh": "请从下拉列表里选一项。", "en": "Choose one of the options in the list."},
    "file-error-date": {"zh": "请填日期，例如 2026-11-02。", "en": "Give a date, such as 2026-11-02."},
    "file-error-between": {"zh": "请填 {low} 到 {high} 之间的数。", "en": "Give a number from {low} to {high}."},
    "file-error-least": {"zh": "请填不小于 {low} 的数。", "en": "Give a number of at least {low}."},
    "file-error-most": {"zh": "请填不大于 {high} 的数。", "en": "Give a number of at most {high}."},
    "file-error-number": {"zh": "请填一个数。", "en": "Give a number."},
    "progress-none": {
        "zh": "下面是全部课程的清单。打开脚本后，每一课会写明你哪天学完、自测答对几题，并且可以导出、导入、打印和清空。",
        "en": "Below is the list of all lessons. With scripts turned on, it says for each when you finished it and how its "
        "quiz went, and you can export, import, print, and clear the record.",
    },
    "progress-paths": {"zh": "按角色的路线", "en": "Paths by role"},
    "column-done": {"zh": "学完", "en": "Done"},
    "column-quiz": {"zh": "自测", "en": "Quiz"},
    "file-list": {"zh": "列表", "en": "List"},
    "file-option": {"zh": "选项", "en": "Option"},
    "file-value": {"zh": "分值", "en": "Value"},
    "map": {"zh": "课程地图", "en": "Course map"},
    "diagram-scroll": {"zh": "图：{title}（可横向滚动）", "en": "Figure: {title} (scrolls sideways)"},
    "table-scroll": {"zh": "第 {number} 张表（可滚动）", "en": "Table {number} (scrolls)"},
}  # fmt: skip

# What every calculator says; its scripts fill in the values. What one of them says alone stands in its description.
CALCULATOR_WORDS: dict[str, dict[Language, str]] = {
    "empty": {"zh": "请填一个值。", "en": "Enter a value."},
    "letters": {
        "zh": "“{text}”看不出是数。请写成 1234.5 或 1,234.5 的样子。",
        "en": "“{text}” is not a number. Write it like 1234.5 or 1,234.5.",
    },
    "range": {"zh": "请填 {low} 到 {high} 之间的值。", "en": "Enter a value from {low} to {high}."},
    "whole": {"zh": "请填整数。", "en": "Enter a whole number."},
    "choice": {"zh": "请从列表里选一项。", "en": "Choose one of the list."},
    "date": {"zh": "请填日期，例如 2026-11-02。", "en": "Enter a date, such as 2026-11-02."},
    "line": {
        "zh": "第 {line} 行看不出 {count} 个价格。每行写一位受访者的 {count} 个价格，用空格、制表符或逗号隔开。",
        "en": "Line {line} does not hold {count} prices. Write one respondent’s {count} prices to a line, parted "
        "by spaces, tabs, or commas.",
    },
    "many": {"zh": "太多了，最多 {high} 行。", "en": "Too many: {high} lines at most."},
    "long": {"zh": "太长了，最多 {high} 个字。", "en": "Too long: {high} characters at most."},
    "mend": {"zh": "有 {count} 处要改。改好了再看结果。", "en": "Fields to correct: {count}. The results follow when they are."},
    "steps": {"zh": "每一步怎么算", "en": "Every step of the calculation"},
    "numbers": {"zh": "图里的数（表格）", "en": "The numbers in the chart (table)"},
    "reset": {"zh": "恢复示例", "en": "Back to the example"},
    "link": {"zh": "复制带数据的链接", "en": "Copy a link with these inputs"},
    "copy": {"zh": "复制结果文字", "en": "Copy the results as text"},
    "copied": {"zh": "已复制。", "en": "Copied."},
    "byHand": {"zh": "浏览器不让复制，请在这里手动复制：", "en": "The browser does not allow copying; copy it from here:"},
    "refused": {
        "zh": "链接里有认不得的值，已改用示例的：{list}。",
        "en": "The link held values that do not fit here; the example’s were kept for: {list}.",
    },
    "add": {"zh": "加一行", "en": "Add a row"},
    "remove": {"zh": "删去第 {number} 行", "en": "Remove row {number}"},
    "save": {"zh": "保存为 {kind}", "en": "Save as {kind}"},
    "inputs": {"zh": "填的数", "en": "Inputs"},
    "results": {"zh": "结果", "en": "Results"},
    "tooLong": {"zh": "数据太多，链接里装不下；请复制结果文字。", "en": "Too much data for a link; copy the results as text."},
    "colon": {"zh": "：", "en": ": "},
    "semicolon": {"zh": "；", "en": "; "},
    "comma": {"zh": "、", "en": ", "},
}  # fmt: skip

ROLES: dict[str, dict[Language, str]] = {
    "product": {"zh": "产品经理", "en": "product managers"},
    "marketing": {"zh": "市场人员", "en": "marketers"},
    "sales": {"zh": "销售负责人", "en": "sales leaders"},
    "founder": {"zh": "创业者", "en": "founders"},
    "investor": {"zh": "投资人", "en": "investors"},
}

# Python's own names of months follow the machine's settings.
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def phrase(key: str, language: Language, **values: object) -> str:
    """Return one of the site's phrases with its values filled in."""
    return PHRASES[key][language].format(**values)


def page_number(page: Page) -> str:
    """Return what a reader calls the page: “Lesson 3.4”, “Module 3”, or "" for a part of the course that has no number."""
    if page.is_lesson:
        return phrase("lesson", page.language, id=page.id)
    if page.id.endswith(".0") and page.id[0].isdigit():
        return phrase("module", page.language, number=page.id[0])
    return ""


def duration(minutes: int, language: Language) -> str:
    """Return minutes as people say them: "45 分钟", "2 小时 5 分钟"; "45 min", "2 h 5 min"."""
    hours, rest = divmod(minutes, 60)
    hour, minute = ("小时", "分钟") if language == "zh" else ("h", "min")
    parts = [f"{hours} {hour}"] if hours else []
    if rest or not hours:
        parts.append(f"{rest} {minute}")
    return " ".join(parts)


def day(when: date, language: Language) -> str:
    """Return a date as people write it: "2026 年 12 月 3 日"; "December 3, 2026"."""
    if language == "zh":
        return f"{when.year} 年 {when.month} 月 {when.day} 日"
    return f"{MONTHS[when.month - 1]} {when.day}, {when.year}"
