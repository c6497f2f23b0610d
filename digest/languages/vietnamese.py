"""Words and patterns of Vietnamese."""

from __future__ import annotations

from digest.languages.language import Abbreviations, Language

LANGUAGE = Language(
    stop_words="""
        anh bà bị bởi cho chúng chỉ chị các còn có cùng cũng cả của do giữa hay hoặc hơn họ khi không là
        làm lên lại mà một mới người nhiều như nhưng nhất những này nên năm nếu phải qua ra rất rằng sau
        sẽ ta theo thì trong trên trước tôi tại từ việc và vào vì về với ông đang đây đã đó được đến để
        ở
    """,
    abbreviations=Abbreviations(
        inner="bs gs ks p pgs q ths tp ts tx",
        numbered="số",
    ),
)
