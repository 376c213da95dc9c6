using Diary.FacebookFake;
using Diary.Integrations.Facebook;

namespace Diary.Integrations.Tests.Facebook;

public sealed class SignedRequestTests
{
    private const string Vector = "RLNA5vOFTKRdmsWUZKY9PBJzJjL_INVEUkdkuAK2Se8."
        + "eyJ1c2VyX2lkIjoiMjE4NDcxIiwiYWxnb3JpdGhtIjoiSE1BQy1TSEEyNTYiLCJpc3N1ZWRfYXQiOjEyOTE4MzY4MDAsImV4cGlyZXMiOjEyOTE4NDA0MDB9";

    private static readonly DateTimeOffset At = DateTimeOffset.FromUnixTimeSeconds(1_291_836_800);

    [Fact]
    public void The_published_vector_is_read() =>
        Assert.Equal(new SignedRequest("218471", At), SignedRequest.Read(Vector, "appsecret"));

    [Fact]
    public void One_of_another_secret_is_none() => Assert.Null(SignedRequest.Read(Vector, "another"));

    [Fact]
    public void One_with_a_changed_byte_anywhere_is_none()
    {
        for (var i = 0; i < Vector.Length; i++)
        {
            var changed = Vector.ToCharArray();
            changed[i] = changed[i] == 'A' ? 'Q' : 'A';
            Assert.True(SignedRequest.Read(new string(changed), "appsecret") is null, $"at {i}");
        }
    }

    [Fact]
    public void One_of_another_algorithm_is_none()
    {
        var user = new FakeUser("218471", "Ann");
        Assert.NotNull(SignedRequest.Read(FakeFacebook.Signed(user, "appsecret", At, "hmac-sha256"), "appsecret"));
        Assert.Null(SignedRequest.Read(FakeFacebook.Signed(user, "appsecret", At, "HMAC-SHA1"), "appsecret"));
        Assert.Null(SignedRequest.Read(FakeFacebook.Signed(user, "appsecret", At, "none"), "appsecret"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("a.b.c")]
    [InlineData("====.e30")]
    [InlineData("vlXgu64BQGFSQrY0ZcJBZASMvYvTHu9GQ0YM9rjPSso.")]
    public void What_is_no_signed_request_is_none(string text) => Assert.Null(SignedRequest.Read(text, "secret"));

    [Fact]
    public void One_without_a_user_is_none() => Assert.Null(SignedRequest.Read(
        "vlXgu64BQGFSQrY0ZcJBZASMvYvTHu9GQ0YM9rjPSso.eyJhbGdvcml0aG0iOiJITUFDLVNIQTI1NiIsIjAiOiJwYXlsb2FkIn0", "secret"));
}
